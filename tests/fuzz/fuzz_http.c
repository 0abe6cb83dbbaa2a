/* Any bytes as a request to the local page. A byte 1 stands for the token, which no one can guess:
 * without it the page is never given and no decision is taken. A byte 2 stands for host and port. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../src/cli/server.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Built once: libFuzzer offers no context to carry them in. */
static struct plumb_server *server;
static unsigned served;

static void require(bool condition)
{
    if (!condition)
        abort();
}

static enum plumb_status give(void *context, const char *token, struct plumb_buf *out,
                              struct plumb_error *error)
{
    (void)context, (void)error, (void)token;
    served++;
    plumb_buf_puts(out, "<p>page</p>");
    return PLUMB_OK;
}

static enum plumb_status take(void *context, const char *id, const char *status, const char *note,
                              struct plumb_error *error)
{
    (void)context, (void)error;
    served++;
    require(strlen(id) == 16 && is_status(status));
    require(plumb_utf8_valid(plumb_str_from(note), NULL));
    return PLUMB_OK;
}

static enum plumb_status rule(void *context, const char *agency, const char *check,
                              const char *since, const char *until, const char *note,
                              int64_t *number, struct plumb_error *error)
{
    (void)context, (void)error;
    served++;
    const char *const texts[] = {agency, check, since, until, note};
    for (size_t i = 0; i < PLUMB_COUNT(texts); i++)
        require(plumb_utf8_valid(plumb_str_from(texts[i]), NULL));
    *number = 1;
    return PLUMB_OK;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    struct plumb_server_work work = {NULL, give, take, rule, 0};
    require(plumb_server_start(&work, &server, NULL) == PLUMB_OK);
    return 0;
}

/* The request with token and host in place of bytes 1 and 2. */
static struct plumb_buf request_of(const uint8_t *data, size_t size, bool *knows)
{
    struct plumb_buf request = {0};
    *knows = false;
    for (size_t i = 0; i < size; i++) {
        if (data[i] == 1) {
            plumb_buf_puts(&request, server->token);
            *knows = true;
        } else if (data[i] == 2) {
            plumb_buf_puts(&request, server->host);
        } else {
            plumb_buf_add(&request, (const char *)&data[i], 1);
        }
    }
    return request;
}

static int dial(unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct linger at_once = {1, 0}; /* no port is left waiting after thousands of requests */
    require(s >= 0 && setsockopt(s, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0);
    connect(s, (const struct sockaddr *)&address, sizeof address);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool knows = false;
    struct plumb_buf request = request_of(data, size, &knows);
    int s = dial((unsigned)strtoul(strrchr(server->host, ':') + 1, NULL, 10));
    size_t sent = 0;
    served = 0;
    for (int turn = 0; turn < 12; turn++) {
        char reply[4096];
        require(plumb_server_run(server, 0));
        if (sent < request.len) {
            ssize_t n = send(s, request.data + sent, request.len - sent, MSG_NOSIGNAL);
            sent += n > 0 ? (size_t)n : 0;
            if (sent == request.len)
                shutdown(s, SHUT_WR);
        }
        if (recv(s, reply, sizeof reply, 0) == 0)
            break;
    }
    close(s);
    plumb_server_run(server, 0);
    plumb_buf_free(&request);
    require(knows || served == 0);
    return 0;
}

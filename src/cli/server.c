/* The HTTP side of `plumb serve`, over libmicrohttpd in external polling: see server.h. */
#include "cli/server.h"

#include <arpa/inet.h>
#include <cjson/cJSON.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>

#include "plumb/report.h"

#define TOKEN_BYTES 24

struct waiting { /* a connection whose request has not arrived in full */
    bool open;
    int socket;
    double since;
};

struct plumb_server {
    struct plumb_server_work work;
    struct waiting waiting[PLUMB_SERVER_CONNECTIONS];
    struct MHD_Daemon *daemon;
    char token[2 * TOKEN_BYTES + 1];
    char host[32]; /* 127.0.0.1:PORT */
    char url[128];
};

struct request { /* one in flight */
    struct plumb_buf body;
};

typedef struct MHD_Connection connection;

static const char *header(connection *c, const char *name)
{
    return MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);
}

/* Compared in a time that does not tell how much of it is right. */
static bool same_secret(const char *given, size_t len, const char *secret)
{
    unsigned difference = len != strlen(secret);
    for (size_t i = 0; secret[i]; i++)
        difference |= (unsigned)(unsigned char)(i < len ? given[i] : 0) ^ (unsigned char)secret[i];
    return difference == 0;
}

static enum MHD_Result answer(connection *c, unsigned code, const char *type, const char *text,
                              size_t len)
{
    static const char *const always[][2] = {{"Cache-Control", "no-store"},
                                            {"X-Content-Type-Options", "nosniff"},
                                            {"Referrer-Policy", "no-referrer"},
                                            {"X-Frame-Options", "DENY"},
                                            {"Cross-Origin-Resource-Policy", "same-origin"},
                                            {"Cross-Origin-Opener-Policy", "same-origin"}};
    /* MHD copies; its parameter is not const for the other modes' sake */
    struct plumb_buf copy = {0};
    plumb_buf_add(&copy, text, len);
    struct MHD_Response *response =
        copy.failed ? NULL
                    : MHD_create_response_from_buffer(copy.len, copy.data, MHD_RESPMEM_MUST_COPY);
    plumb_buf_free(&copy);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", type);
    for (size_t i = 0; i < PLUMB_COUNT(always); i++)
        MHD_add_response_header(response, always[i][0], always[i][1]);
    enum MHD_Result result = MHD_queue_response(c, code, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result refuse(connection *c, unsigned code, const char *why)
{
    struct plumb_buf json = {0};
    plumb_buf_puts(&json, "{\"error\":");
    plumb_escape_json_text(&json, why);
    plumb_buf_puts(&json, "}\n");
    enum MHD_Result result =
        json.failed ? MHD_NO : answer(c, code, "application/json", json.data, json.len);
    plumb_buf_free(&json);
    return result;
}

/* ---- who asks ---------------------------------------------------------------------------- */

/* The part of the path behind the token, or NULL when the token is wrong. */
static const char *behind_token(const struct plumb_server *server, const char *path)
{
    size_t len = strcspn(path + (*path == '/'), "/");
    if (*path != '/' || !same_secret(path + 1, len, server->token) || path[1 + len] != '/')
        return NULL;
    return path + 2 + len;
}

/* Does the request name this very host, and no other page as its origin? */
static bool is_ours(const struct plumb_server *server, connection *c, bool writes)
{
    const char *host = header(c, MHD_HTTP_HEADER_HOST), *origin = header(c, "Origin");
    if (!host || strcmp(host, server->host) != 0)
        return false;
    if (!origin)
        return !writes; /* a browser names the origin of every POST */
    return strncmp(origin, "http://", 7) == 0 && strcmp(origin + 7, server->host) == 0;
}

static bool is_json(connection *c)
{
    const char *type = header(c, MHD_HTTP_HEADER_CONTENT_TYPE);
    static const char json[] = "application/json";
    size_t len = sizeof json - 1;
    return type && strncasecmp(type, json, len) == 0 && (type[len] == '\0' || type[len] == ';');
}

static bool has_token_header(const struct plumb_server *server, connection *c)
{
    const char *token = header(c, "X-Plumb-Token");
    return token && same_secret(token, strlen(token), server->token);
}

/* ---- what is answered -------------------------------------------------------------------- */

static enum MHD_Result give_page(struct plumb_server *server, connection *c)
{
    struct plumb_buf page = {0};
    struct plumb_error error = {0};
    enum plumb_status status =
        server->work.page(server->work.context, server->token, &page, &error);
    enum MHD_Result result;
    if (status != PLUMB_OK || page.failed || !page.data)
        result = refuse(c, MHD_HTTP_INTERNAL_SERVER_ERROR, error.message);
    else
        result = answer(c, MHD_HTTP_OK, "text/html; charset=utf-8", page.data, page.len);
    plumb_buf_free(&page);
    return result;
}

static const char *text_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static bool is_status(const char *word)
{
    static const char *const words[] = {"open", "confirmed", "dismissed", "fixed"};
    for (size_t i = 0; word && i < PLUMB_COUNT(words); i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

static enum MHD_Result take_rule(struct plumb_server *server, connection *c, const cJSON *rule,
                                 const char *note)
{
    const char *agency = text_of(rule, "agency"), *check = text_of(rule, "check");
    const char *since = text_of(rule, "since"), *until = text_of(rule, "until");
    struct plumb_error error = {0};
    struct plumb_buf json = {0};
    int64_t number = 0;
    enum MHD_Result result;
    if (!agency || !check)
        return refuse(c, MHD_HTTP_BAD_REQUEST, "A rule has an agency and a check.");
    if (server->work.rule(server->work.context, agency, check, since ? since : "",
                          until ? until : "", note, &number, &error) != PLUMB_OK)
        return refuse(c, MHD_HTTP_BAD_REQUEST, error.message);
    plumb_buf_printf(&json, "{\"done\":true,\"rule\":%lld}\n", (long long)number);
    result = json.failed ? MHD_NO : answer(c, MHD_HTTP_OK, "application/json", json.data, json.len);
    plumb_buf_free(&json);
    return result;
}

static enum MHD_Result take_decision(struct plumb_server *server, connection *c,
                                     const struct plumb_buf *body)
{
    struct plumb_str text = {body->data ? body->data : "", body->len};
    bool readable = plumb_utf8_valid(text, NULL); /* the note goes into the case and its reports */
    cJSON *json = readable ? cJSON_ParseWithLength(text.ptr, text.len) : NULL;
    const char *id = text_of(json, "id"), *status = text_of(json, "status");
    const char *note = text_of(json, "note");
    struct plumb_error error = {0};
    enum MHD_Result result;
    const cJSON *rule = cJSON_GetObjectItemCaseSensitive(json, "rule");
    if (cJSON_IsObject(rule))
        result = take_rule(server, c, rule, note ? note : "");
    else if (!id || strlen(id) != 16 || strspn(id, "0123456789abcdef") != 16 || !is_status(status))
        result = refuse(c, MHD_HTTP_BAD_REQUEST, "A decision has an id, a status and a note.");
    else if (server->work.mark(server->work.context, id, status, note ? note : "", &error) !=
             PLUMB_OK)
        result = refuse(c, MHD_HTTP_BAD_REQUEST, error.message);
    else
        result = answer(c, MHD_HTTP_OK, "application/json", "{\"done\":true}\n", 14);
    cJSON_Delete(json);
    return result;
}

/* The status to refuse with, or 0: judged before a byte of the body is kept. */
static unsigned judge(const struct plumb_server *server, connection *c, const char *path,
                      const char *method)
{
    bool writes = strcmp(method, MHD_HTTP_METHOD_POST) == 0;
    bool reads = strcmp(method, MHD_HTTP_METHOD_GET) == 0;
    const char *part = behind_token(server, path);
    if (!is_ours(server, c, writes))
        return MHD_HTTP_FORBIDDEN;
    if (!part || (*part && strcmp(part, "mark") != 0))
        return MHD_HTTP_NOT_FOUND;
    if (*part ? !writes : !reads)
        return MHD_HTTP_METHOD_NOT_ALLOWED;
    if (writes && !has_token_header(server, c))
        return MHD_HTTP_FORBIDDEN;
    if (writes && !is_json(c))
        return MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
    const char *length = header(c, MHD_HTTP_HEADER_CONTENT_LENGTH);
    if (length && strtoull(length, NULL, 10) > PLUMB_SERVER_BODY)
        return MHD_HTTP_CONTENT_TOO_LARGE;
    return 0;
}

static enum MHD_Result on_request(void *context, connection *c, const char *path,
                                  const char *method, const char *version, const char *data,
                                  size_t *len, void **state)
{
    struct plumb_server *server = context;
    struct request *request = *state;
    (void)version;
    if (!request) {
        *state = request = plumb_calloc(1, sizeof *request);
        if (!request)
            return MHD_NO;
        unsigned code = judge(server, c, path, method);
        return code ? refuse(c, code, "This is not for you.") : MHD_YES;
    }
    if (*len) {
        if (request->body.len + *len > PLUMB_SERVER_BODY)
            return MHD_NO; /* longer than announced, or chunked without end: hang up */
        plumb_buf_add(&request->body, data, *len);
        *len = 0;
        return MHD_YES;
    }
    if (request->body.failed)
        return MHD_NO;
    if (strcmp(method, MHD_HTTP_METHOD_POST) == 0)
        return take_decision(server, c, &request->body);
    return give_page(server, c);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* MHD's own time limit starts anew with every byte: sixteen connections that send one now and then
 * would keep everybody else out. */
static void on_connection(void *context, connection *c, void **state,
                          enum MHD_ConnectionNotificationCode what)
{
    struct plumb_server *server = context;
    struct waiting *mine = *state;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED && mine)
        mine->open = false;
    for (size_t i = 0; what == MHD_CONNECTION_NOTIFY_STARTED && i < PLUMB_SERVER_CONNECTIONS; i++) {
        const union MHD_ConnectionInfo *info =
            server->waiting[i].open ? NULL
                                    : MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
        if (info) {
            server->waiting[i] = (struct waiting){true, info->connect_fd, now()};
            *state = &server->waiting[i];
            return;
        }
    }
}

static void hang_up_on_slow(struct plumb_server *server)
{
    double oldest = now() - server->work.seconds;
    for (size_t i = 0; i < PLUMB_SERVER_CONNECTIONS; i++)
        if (server->waiting[i].open && server->waiting[i].since < oldest)
            shutdown(server->waiting[i].socket, SHUT_RDWR); /* MHD sees it and closes */
}

static void on_done(void *context, connection *c, void **state, enum MHD_RequestTerminationCode how)
{
    struct request *request = *state;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    (void)context, (void)how;
    if (info && info->socket_context) /* the next request over this connection has its own time */
        ((struct waiting *)info->socket_context)->since = now();
    if (request)
        plumb_buf_free(&request->body);
    plumb_free(request);
    *state = NULL;
}

/* ---- start and stop ---------------------------------------------------------------------- */

static bool make_token(char token[2 * TOKEN_BYTES + 1])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[TOKEN_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return false;
    for (size_t i = 0; i < TOKEN_BYTES; i++) {
        token[2 * i] = digits[bytes[i] >> 4];
        token[2 * i + 1] = digits[bytes[i] & 15];
    }
    token[2 * TOKEN_BYTES] = '\0';
    return true;
}

enum plumb_status plumb_server_start(const struct plumb_server_work *work,
                                     struct plumb_server **out, struct plumb_error *error)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct plumb_server *server = plumb_calloc(1, sizeof *server);
    if (!server)
        return plumb_fail_nomem(error);
    server->work = *work;
    if (!server->work.seconds)
        server->work.seconds = PLUMB_SERVER_SECONDS;
    if (make_token(server->token))
        server->daemon = MHD_start_daemon(
            MHD_NO_FLAG, 0, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR,
            (struct sockaddr *)&address, MHD_OPTION_CONNECTION_TIMEOUT, server->work.seconds,
            MHD_OPTION_CONNECTION_LIMIT, (unsigned)PLUMB_SERVER_CONNECTIONS,
            MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
            (size_t)32768, MHD_OPTION_NOTIFY_COMPLETED, on_done, NULL, MHD_OPTION_END);
    const union MHD_DaemonInfo *info =
        server->daemon ? MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!info || !info->port) {
        plumb_server_stop(server);
        return plumb_fail(error, PLUMB_E_IO, "The page could not be served on 127.0.0.1.");
    }
    snprintf(server->host, sizeof server->host, "127.0.0.1:%u", (unsigned)info->port);
    snprintf(server->url, sizeof server->url, "http://%s/%s/", server->host, server->token);
    *out = server;
    return PLUMB_OK;
}

const char *plumb_server_url(const struct plumb_server *server)
{
    return server->url;
}

bool plumb_server_run(struct plumb_server *server, int milliseconds)
{
    hang_up_on_slow(server);
    return MHD_run_wait(server->daemon, milliseconds) == MHD_YES;
}

void plumb_server_stop(struct plumb_server *server)
{
    if (server && server->daemon)
        MHD_stop_daemon(server->daemon);
    plumb_free(server);
}

/* The local page: who gets it, who may write, and who is turned away. Requests are written by hand
 * over a socket; a browser's own behaviour is tested in tests/browser. */
#include "test_support.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../src/cli/server.c"

struct desk {
    struct plumb_server *server;
    pthread_t thread;
    atomic_bool stop;
    atomic_int marks;
    char id[17], status[16], note[64];
    char rule[128]; /* agency/check/since/until */
    char reply[8192];
};

static enum plumb_status test_page(void *context, const char *token, struct plumb_buf *out,
                                   struct plumb_error *error)
{
    (void)context, (void)error;
    plumb_buf_printf(out, "<p>page %s</p>", token);
    return PLUMB_OK;
}

static enum plumb_status test_mark(void *context, const char *id, const char *status,
                                   const char *note, struct plumb_error *error)
{
    struct desk *desk = context;
    if (strcmp(id, "ffffffffffffffff") == 0)
        return plumb_fail(error, PLUMB_E_DOMAIN, "There is no finding %s.", id);
    snprintf(desk->id, sizeof desk->id, "%s", id);
    snprintf(desk->status, sizeof desk->status, "%s", status);
    snprintf(desk->note, sizeof desk->note, "%s", note);
    atomic_fetch_add(&desk->marks, 1);
    return PLUMB_OK;
}

static enum plumb_status test_rule(void *context, const char *agency, const char *check,
                                   const char *since, const char *until, const char *note,
                                   int64_t *number, struct plumb_error *error)
{
    struct desk *desk = context;
    if (!*agency)
        return plumb_fail(error, PLUMB_E_DOMAIN, "A rule needs an agency.");
    snprintf(desk->rule, sizeof desk->rule, "%s/%s/%s/%s", agency, check, since, until);
    snprintf(desk->note, sizeof desk->note, "%s", note);
    *number = 12;
    atomic_fetch_add(&desk->marks, 1);
    return PLUMB_OK;
}

static void *run_server(void *context)
{
    struct desk *desk = context;
    while (!atomic_load(&desk->stop))
        plumb_server_run(desk->server, 20);
    return NULL;
}

static int setup(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    struct plumb_server_work work = {desk, test_page, test_mark, test_rule, 0};
    struct plumb_error error = {0};
    assert_int_equal(plumb_server_start(&work, &desk->server, &error), PLUMB_OK);
    assert_int_equal(pthread_create(&desk->thread, NULL, run_server, desk), 0);
    *state = desk;
    return 0;
}

static int teardown(void **state)
{
    struct desk *desk = *state;
    atomic_store(&desk->stop, true);
    pthread_join(desk->thread, NULL);
    plumb_server_stop(desk->server);
    free(desk);
    return 0;
}

/* Send the bytes as they are and read until the server hangs up; the status, 0 for none. */
static int exchange(struct desk *desk, const char *bytes, size_t len)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    int client = socket(AF_INET, SOCK_STREAM, 0);
    size_t got = 0;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)strtoul(strchr(desk->server->host, ':') + 1, NULL, 10));
    assert_int_equal(connect(client, (struct sockaddr *)&address, sizeof address), 0);
    for (size_t sent = 0; sent < len;) {
        ssize_t n = send(client, bytes + sent, len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            break;
        sent += (size_t)n;
    }
    for (ssize_t n; got < sizeof desk->reply - 1; got += (size_t)n)
        if ((n = recv(client, desk->reply + got, sizeof desk->reply - 1 - got, 0)) <= 0)
            break;
    desk->reply[got] = '\0';
    close(client);
    return got > 12 ? (int)strtol(desk->reply + 9, NULL, 10) : 0;
}

static int get(struct desk *desk, const char *path, const char *host, const char *more)
{
    struct plumb_buf text = {0};
    plumb_buf_printf(&text, "GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n", path,
                     host, more);
    int status = exchange(desk, text.data, text.len);
    plumb_buf_free(&text);
    return status;
}

struct post {
    const char *origin, *token, *type, *body, *host;
};

/* A decision as the page sends it, but for what `change` sets; "" leaves the header out. */
static int post(struct desk *desk, struct post change)
{
    struct plumb_buf text = {0}, origin = {0};
    const struct plumb_server *server = desk->server;
    plumb_buf_printf(&origin, "http://%s", server->host);
    const char *type = change.type ? change.type : "application/json";
    const char *token = change.token ? change.token : server->token;
    const char *from = change.origin ? change.origin : origin.data;
    plumb_buf_printf(&text, "POST /%s/mark HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n",
                     server->token, change.host ? change.host : server->host);
    if (*from)
        plumb_buf_printf(&text, "Origin: %s\r\n", from);
    if (*token)
        plumb_buf_printf(&text, "X-Plumb-Token: %s\r\n", token);
    if (*type)
        plumb_buf_printf(&text, "Content-Type: %s\r\n", type);
    plumb_buf_printf(&text, "Content-Length: %zu\r\n\r\n%s", strlen(change.body), change.body);
    int status = exchange(desk, text.data, text.len);
    plumb_buf_free(&text);
    plumb_buf_free(&origin);
    return status;
}

static const char good[] =
    "{\"id\":\"0123456789abcdef\",\"status\":\"dismissed\",\"note\":\"已批复\"}";

static const char *page_path(struct desk *desk, char path[96])
{
    snprintf(path, 96, "/%s/", desk->server->token);
    return path;
}

static void test_gives_page(void **state)
{
    struct desk *desk = *state;
    char path[96];
    assert_int_equal(get(desk, page_path(desk, path), desk->server->host, ""), 200);
    assert_non_null(strstr(desk->reply, desk->server->token));
    assert_non_null(strstr(desk->reply, "Cache-Control: no-store"));
    assert_non_null(strstr(desk->reply, "X-Content-Type-Options: nosniff"));
    assert_null(strstr(desk->reply, "Access-Control-Allow"));
}

static void test_takes_decision(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(post(desk, (struct post){.body = good}), 200);
    assert_int_equal(desk->marks, 1);
    assert_string_equal(desk->id, "0123456789abcdef");
    assert_string_equal(desk->status, "dismissed");
    assert_string_equal(desk->note, "已批复");
}

static void test_takes_rule(void **state)
{
    struct desk *desk = *state;
    static const char rule[] = "{\"rule\":{\"agency\":\"甲局\",\"check\":\"ratio.execution\","
                               "\"since\":\"2022-01-01\",\"until\":\"\"},\"note\":\"依法\"}";
    assert_int_equal(post(desk, (struct post){.body = rule}), 200);
    assert_non_null(strstr(desk->reply, "\"rule\":12"));
    assert_string_equal(desk->rule, "甲局/ratio.execution/2022-01-01/");
    assert_string_equal(desk->note, "依法");
    assert_int_equal(desk->marks, 1);
    static const char *const bad[] = {"{\"rule\":{}}", "{\"rule\":{\"agency\":\"甲局\"}}",
                                      "{\"rule\":{\"agency\":\"\",\"check\":\"ratio\"}}",
                                      "{\"rule\":{\"agency\":1,\"check\":\"ratio\"}}",
                                      "{\"rule\":\"甲局\"}"};
    for (size_t i = 0; i < PLUMB_COUNT(bad); i++)
        assert_int_equal(post(desk, (struct post){.body = bad[i]}), 400);
    assert_int_equal(post(desk, (struct post){.body = rule, .token = ""}), 403);
    assert_int_equal(post(desk, (struct post){.body = rule, .origin = "http://evil.example"}), 403);
    assert_int_equal(desk->marks, 1);
}

static void test_foreign_host(void **state)
{
    struct desk *desk = *state;
    char path[96], named[32];
    page_path(desk, path);
    snprintf(named, sizeof named, "localhost%s", strchr(desk->server->host, ':'));
    assert_int_equal(get(desk, path, "evil.example", ""), 403);
    assert_int_equal(get(desk, path, "127.0.0.1", ""), 403); /* the port belongs to it */
    assert_int_equal(get(desk, path, named, ""), 403);
    assert_int_equal(post(desk, (struct post){.body = good, .host = "evil.example"}), 403);
    assert_int_equal(desk->marks, 0);
}

static void test_foreign_origin(void **state)
{
    struct desk *desk = *state;
    char path[96];
    static const char *const others[] = {"http://evil.example", "null", "https://127.0.0.1", ""};
    page_path(desk, path);
    assert_int_equal(get(desk, path, desk->server->host, "Origin: http://evil.example\r\n"), 403);
    for (size_t i = 0; i < PLUMB_COUNT(others); i++)
        assert_int_equal(post(desk, (struct post){.body = good, .origin = others[i]}), 403);
    assert_int_equal(desk->marks, 0);
}

static void test_token(void **state)
{
    struct desk *desk = *state;
    char path[96];
    const char *host = desk->server->host;
    assert_int_equal(get(desk, "/", host, ""), 404);
    assert_int_equal(get(desk, "//", host, ""), 404);
    page_path(desk, path);
    path[strlen(path) - 1] = '\0'; /* without the last slash it is no page */
    assert_int_equal(get(desk, path, host, ""), 404);
    path[strlen(path) - 1] = '/'; /* one digit short */
    assert_int_equal(get(desk, path, host, ""), 404);
    assert_int_equal(post(desk, (struct post){.body = good, .token = ""}), 403);
    assert_int_equal(post(desk, (struct post){.body = good, .token = "0123"}), 403);
    assert_int_equal(desk->marks, 0);
}

static void test_no_other_path(void **state)
{
    struct desk *desk = *state;
    static const char *const tricks[] = {"../../etc/passwd", "..%2f..%2fetc%2fpasswd",
                                         "%2e%2e/",          "case.plumb",
                                         "mark/../",         "favicon.ico",
                                         "mark%00",          "/etc/passwd"};
    for (size_t i = 0; i < PLUMB_COUNT(tricks); i++) {
        char path[160];
        snprintf(path, sizeof path, "/%s/%s", desk->server->token, tricks[i]);
        int status = get(desk, path, desk->server->host, "");
        if (strcmp(tricks[i], "mark%00") == 0) /* a NUL ends the path: the way to write, not read */
            assert_int_equal(status, 405);
        else
            assert_int_equal(status, 404);
        assert_null(strstr(desk->reply, "<p>page"));
    }
    assert_int_equal(get(desk, "/etc/passwd", desk->server->host, ""), 404);
}

static void test_methods_and_types(void **state)
{
    struct desk *desk = *state;
    char path[96];
    struct plumb_buf text = {0};
    snprintf(path, sizeof path, "/%s/mark", desk->server->token);
    assert_int_equal(get(desk, path, desk->server->host, ""), 405);
    plumb_buf_printf(&text, "DELETE /%s/ HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
                     desk->server->token, desk->server->host);
    assert_int_equal(exchange(desk, text.data, text.len), 405);
    plumb_buf_free(&text);
    static const char *const types[] = {"text/plain", "application/x-www-form-urlencoded",
                                        "application/jsonp", ""};
    for (size_t i = 0; i < PLUMB_COUNT(types); i++)
        assert_int_equal(post(desk, (struct post){.body = good, .type = types[i]}), 415);
    assert_int_equal(desk->marks, 0);
}

static void test_bad_bodies(void **state)
{
    struct desk *desk = *state;
    static const char *const bodies[] = {"",
                                         "[]",
                                         "{",
                                         "{\"id\":\"0123456789abcde\",\"status\":\"fixed\"}",
                                         "{\"id\":\"0123456789abcdeF\",\"status\":\"fixed\"}",
                                         "{\"id\":\"0123456789abcdef\",\"status\":\"gone\"}",
                                         "{\"id\":12,\"status\":\"fixed\"}",
                                         ("{\"id\":\"0123456789abcdef\",\"status\":\"fixed\","
                                          "\"note\":\"cut \xe7\x9c\"}"),
                                         "{\"id\":\"ffffffffffffffff\",\"status\":\"fixed\"}"};
    for (size_t i = 0; i < PLUMB_COUNT(bodies); i++)
        assert_int_equal(post(desk, (struct post){.body = bodies[i]}), 400);
    assert_non_null(strstr(desk->reply, "There is no finding ffffffffffffffff."));
    assert_int_equal(desk->marks, 0);
}

static void test_oversize(void **state)
{
    struct desk *desk = *state;
    struct plumb_buf body = {0}, text = {0};
    plumb_buf_puts(&body, "{\"id\":\"0123456789abcdef\",\"status\":\"fixed\",\"note\":\"");
    while (body.len <= PLUMB_SERVER_BODY)
        plumb_buf_puts(&body, "0123456789");
    plumb_buf_puts(&body, "\"}");
    assert_int_equal(post(desk, (struct post){.body = body.data}), 413);
    /* the same without a length: the server hangs up */
    plumb_buf_printf(&text,
                     "POST /%s/mark HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\n"
                     "X-Plumb-Token: %s\r\nContent-Type: application/json\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n%zx\r\n%s\r\n0\r\n\r\n",
                     desk->server->token, desk->server->host, desk->server->host,
                     desk->server->token, body.len, body.data);
    assert_int_not_equal(exchange(desk, text.data, text.len), 200);
    assert_int_equal(desk->marks, 0);
    plumb_buf_free(&body);
    plumb_buf_free(&text);
}

/* As many connections as there may be, each sending a byte of its request before it would count as
 * silent, for four seconds. */
static void *send_slowly(void *context)
{
    const struct desk *desk = context;
    struct sockaddr_in address = {.sin_family = AF_INET};
    int clients[PLUMB_SERVER_CONNECTIONS];
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)strtoul(strchr(desk->server->host, ':') + 1, NULL, 10));
    for (size_t i = 0; i < PLUMB_SERVER_CONNECTIONS; i++) {
        clients[i] = socket(AF_INET, SOCK_STREAM, 0);
        connect(clients[i], (struct sockaddr *)&address, sizeof address);
    }
    for (int turn = 0; turn < 16; turn++) {
        for (size_t i = 0; i < PLUMB_SERVER_CONNECTIONS; i++)
            send(clients[i], &"GET / HTTP/1.1\r\nX: "[turn], 1, MSG_NOSIGNAL);
        nanosleep(&(struct timespec){0, 250000000}, NULL);
    }
    for (size_t i = 0; i < PLUMB_SERVER_CONNECTIONS; i++)
        close(clients[i]);
    return NULL;
}

static void test_slow_requests(void **state)
{
    struct desk *desk = *state;
    struct plumb_server_work work = {desk, test_page, test_mark, test_rule, 1};
    struct timespec start, end;
    pthread_t slow;
    char path[96];
    atomic_store(&desk->stop, true);
    pthread_join(desk->thread, NULL);
    plumb_server_stop(desk->server);
    atomic_store(&desk->stop, false);
    assert_int_equal(plumb_server_start(&work, &desk->server, NULL), PLUMB_OK);
    assert_int_equal(pthread_create(&desk->thread, NULL, run_server, desk), 0);
    assert_int_equal(pthread_create(&slow, NULL, send_slowly, desk), 0);
    clock_gettime(CLOCK_MONOTONIC, &start);
    nanosleep(&(struct timespec){0, 500000000}, NULL); /* they are all there */
    int status = 0;
    while (status != 200) { /* turned away while there are sixteen */
        nanosleep(&(struct timespec){0, 50000000}, NULL);
        status = get(desk, page_path(desk, path), desk->server->host, "");
        clock_gettime(CLOCK_MONOTONIC, &end);
        if (end.tv_sec - start.tv_sec > 10)
            break;
    }
    pthread_join(slow, NULL);
    assert_int_equal(status, 200);
    assert_true(end.tv_sec - start.tv_sec < 4); /* and not because they gave up */
}

static void test_every_start_differs(void **state)
{
    struct desk *desk = *state;
    struct plumb_server *other = NULL;
    struct plumb_error error = {0};
    assert_int_equal(plumb_server_start(&desk->server->work, &other, &error), PLUMB_OK);
    assert_string_not_equal(other->token, desk->server->token);
    assert_string_not_equal(other->host, desk->server->host);
    assert_int_equal(strlen(other->token), 48);
    plumb_server_stop(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_gives_page, setup, teardown),
        cmocka_unit_test_setup_teardown(test_takes_decision, setup, teardown),
        cmocka_unit_test_setup_teardown(test_takes_rule, setup, teardown),
        cmocka_unit_test_setup_teardown(test_foreign_host, setup, teardown),
        cmocka_unit_test_setup_teardown(test_foreign_origin, setup, teardown),
        cmocka_unit_test_setup_teardown(test_token, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_other_path, setup, teardown),
        cmocka_unit_test_setup_teardown(test_methods_and_types, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bad_bodies, setup, teardown),
        cmocka_unit_test_setup_teardown(test_oversize, setup, teardown),
        cmocka_unit_test_setup_teardown(test_slow_requests, setup, teardown),
        cmocka_unit_test_setup_teardown(test_every_start_differs, setup, teardown)};
    return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}

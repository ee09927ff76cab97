/*
 * A native addon that holds the event loop in the two ways there are: by what Node-API announces (a thread-safe function),
 * and by a handle of libuv's own, which nobody announces. The few functions that it needs are declared here, as both are
 * stable, so that nothing but a compiler is needed.
 */
#include <stdbool.h>
#include <stddef.h>

typedef void *Env, *Value, *Info, *Callback;

int napi_create_function(Env, const char *, size_t, Value (*)(Env, Info), void *, Value *);
int napi_create_threadsafe_function(Env, Value, Value, Value, size_t, size_t, void *, void *, void *,
                                    void (*)(Env, Value, void *, void *), Callback *);
int napi_get_cb_info(Env, Info, size_t *, Value *, Value *, void **);
int napi_get_uv_event_loop(Env, void **);
int napi_release_threadsafe_function(Callback, int);
int napi_set_named_property(Env, Value, const char *, Value);
int napi_unref_threadsafe_function(Env, Callback);
int uv_async_init(void *, void *, void (*)(void *));
void uv_close(void *, void (*)(void *));

static Callback callbacks[16];
static int count;
static char handle[1024];

static void call(Env env, Value function, void *context, void *data) {}

static Callback *begin(Env env, Info info) {
  size_t arguments = 1;
  Value name;
  napi_get_cb_info(env, info, &arguments, &name, NULL, NULL);
  napi_create_threadsafe_function(env, NULL, NULL, name, 0, 1, NULL, NULL, NULL, call, &callbacks[count]);
  return &callbacks[count++];
}

/* callBack(name): holds the event loop until close(). */
static Value call_back(Env env, Info info) {
  begin(env, info);
  return NULL;
}

/* callBackUnref(name): the same, and holds nothing. */
static Value call_back_unref(Env env, Info info) {
  napi_unref_threadsafe_function(env, *begin(env, info));
  return NULL;
}

static Value end(Env env, Info info) {
  while (count > 0) napi_release_threadsafe_function(callbacks[--count], 0);
  return NULL;
}

static void called(void *async) {}

/* open(): a handle that only libuv knows, until closeHandle(). */
static Value open_handle(Env env, Info info) {
  void *loop;
  napi_get_uv_event_loop(env, &loop);
  uv_async_init(loop, handle, called);
  return NULL;
}

static Value close_handle(Env env, Info info) {
  uv_close(handle, NULL);
  return NULL;
}

static void export(Env env, Value exports, const char *name, Value (*function)(Env, Info)) {
  Value value;
  napi_create_function(env, name, (size_t)-1, function, NULL, &value);
  napi_set_named_property(env, exports, name, value);
}

Value napi_register_module_v1(Env env, Value exports) {
  export(env, exports, "callBack", call_back);
  export(env, exports, "callBackUnref", call_back_unref);
  export(env, exports, "close", end);
  export(env, exports, "open", open_handle);
  export(env, exports, "closeHandle", close_handle);
  return exports;
}

vcl 4.1;

backend bench {
  .host = "127.0.0.1";
  .port = "{backend}";
  .first_byte_timeout = 10m;
  .between_bytes_timeout = 10m;
}

# The query without the number that is to defeat caches.
sub vcl_recv {
  set req.url = regsub(req.url, "([?&])_=[^&]*&?", "\1");
  set req.url = regsub(req.url, "[?&]$", "");
}

# As old as the others' answers may be, and no older. Those who wait for a long poll are woken in
# turn, and ask again if its answer has expired meanwhile.
sub vcl_backend_response {
  set beresp.ttl = 100ms;
  if (bereq.url ~ "^/hold") {
    set beresp.ttl = 10s;
  }
  set beresp.grace = 0s;
  set beresp.keep = 0s;
}

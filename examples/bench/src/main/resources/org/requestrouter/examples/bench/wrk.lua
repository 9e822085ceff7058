-- Bytes of content to send, from the environment, since wrk has no option for it.
local size = tonumber(os.getenv("BENCH_BODY"))
if size > 0 then
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/octet-stream"
  wrk.body = string.rep("x", size)
end
if os.getenv("BENCH_CLOSE") == "true" then
  wrk.headers["Connection"] = "close"
end

-- Each request has a number of its own, as scripts add it that want no answer from a cache.
if os.getenv("BENCH_NUMBERED") == "true" then
  local number = os.time() * 1000
  local before, after
  function init(args)
    local whole = wrk.format(nil, wrk.path .. "NUMBER")
    before, after = whole:match("^(.*)NUMBER(.*)$")
  end
  function request()
    number = number + 1
    return before .. number .. after
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("\nresult requests=%d bytes=%d seconds=%f errors=%d\n",
    summary.requests, summary.bytes, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end

-- Asks for the addresses of a file, one after the other, looks at every answer, and prints
-- one line of JSON: wrk ... -s wrk.lua SITE -- FILE SMALLEST ENDING
-- Wrong is an answer that is not 200, or shorter than SMALLEST bytes, or does not end with ENDING.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  asked, wrong = 0, 0
  smallest, ending = tonumber(args[2]), args[3] or ""
  requests = {}
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end

function request()
  asked = asked + 1
  return requests[(asked - 1) % #requests + 1]
end

function response(status, headers, body)
  local whole = #body >= smallest
  if whole and #ending > 0 then
    whole = string.find(body, ending, -(#ending + 64), true) ~= nil
  end
  if status ~= 200 or not whole then
    wrong = wrong + 1
  end
end

function done(summary, latency, _)
  local sent, bad = 0, 0
  for _, thread in ipairs(threads) do
    sent, bad = sent + thread:get("asked"), bad + thread:get("wrong")
  end
  local lost = summary.errors
  print(string.format(
    '{"seconds": %.6f, "requests": %d, "bytes": %d, "asked": %d, "wrong": %d, "lost": %d,'
      .. ' "p50": %.3f, "p99": %.3f, "worst": %.3f}',
    summary.duration / 1e6, summary.requests, summary.bytes, sent, bad,
    lost.connect + lost.read + lost.write + lost.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3
  ))
end

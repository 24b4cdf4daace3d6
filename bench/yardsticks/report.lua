-- What wrk has counted, as one line of JSON after its own words.
done = function(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '\n{"microseconds": %d, "requests": %d, "bytes": %d, "p50": %d, "p99": %d, '
      .. '"connect": %d, "read": %d, "write": %d, "status": %d, "timeout": %d}\n',
      summary.duration, summary.requests, summary.bytes,
      latency:percentile(50), latency:percentile(99),
      errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end

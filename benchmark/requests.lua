-- What wrk sends for a row of the benchmark: wrk --script requests.lua URL -- ROW FOLDER
-- FOLDER is an empty folder of the share, in which the requests that create something create it.

local four_kib = string.rep("x", 4096)
local bytes = { ["Content-Type"] = "application/octet-stream" }

-- The numbers 0 to 99 in turns, the even ones in one of wrk's threads and the odd ones in the other: no two requests that
-- are under way write to the same file. All requests are made beforehand, since wrk is to spend its time on sending.
local function in_turns(make)
  local requests = {}
  for i = 1, 50 do
    requests[i] = make(2 * i - 2 + number)
  end
  local sent = 0
  return function()
    sent = sent + 1
    return requests[sent % 50 + 1]
  end
end

local function always(request)
  return function() return request end
end

-- A request for a name that has not been used before.
local function new(folder, make)
  local made = 0
  return function()
    made = made + 1
    return make(folder .. number .. "-" .. made)
  end
end

local rows = {
  get4k = function() return in_turns(function(i) return wrk.format("GET", "/small/" .. i) end) end,
  get1m = function() return always(wrk.format("GET", "/1m")) end,
  propfind0 = function()
    return in_turns(function(i) return wrk.format("PROPFIND", "/small/" .. i, { Depth = "0" }) end)
  end,
  propfind100 = function() return always(wrk.format("PROPFIND", "/small/", { Depth = "1" })) end,
  propfind10k = function() return always(wrk.format("PROPFIND", "/many/", { Depth = "1" })) end,
  put4k = function(folder) return new(folder, function(path) return wrk.format("PUT", path, bytes, four_kib) end) end,
  overwrite4k = function()
    return in_turns(function(i) return wrk.format("PUT", "/replaced/" .. i, bytes, four_kib) end)
  end,
  mkcol = function(folder) return new(folder, function(path) return wrk.format("MKCOL", path .. "/") end) end,
  copy1m = function()
    local host = wrk.scheme .. "://" .. wrk.host .. ":" .. wrk.port
    return in_turns(function(i)
      return wrk.format("COPY", "/1m", { Destination = host .. "/copies/" .. i, Overwrite = "T" })
    end)
  end,
}

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  request = rows[args[1]](args[2])
end

function done(summary)
  print(string.format("requests=%d refused=%d microseconds=%d", summary.requests, summary.errors.status,
    summary.duration))
end

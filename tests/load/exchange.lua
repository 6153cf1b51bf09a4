-- One exchange a request, each with a token of its own. Arguments: the file of tokens, the audience.
local head
local form = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
  .. "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token"

function init(args)
  tokens = io.open(args[1], "r")
  form = form .. "&audience=" .. args[2] .. "&subject_token="
  -- wrk would put the head together anew for each request, on the cores that are measured.
  head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.headers["Host"]
    .. "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
end

function request()
  local token = tokens:read("*l")
  if token == nil then
    wrk.thread:stop()
    token = "none-left"
  end
  return head .. (#form + #token) .. "\r\n\r\n" .. form .. token
end

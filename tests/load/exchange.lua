-- One exchange a request, each with a token of its own. Arguments: the file of tokens, the audience.
local form = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
  .. "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token"


function init(args)
  tokens = io.open(args[1], "r")
  audience = args[2]
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
end

function request()
  local token = tokens:read("*l")
  if token == nil then
    wrk.thread:stop()
    token = "none-left"
  end
  return wrk.format(nil, nil, nil, form .. "&audience=" .. audience .. "&subject_token=" .. token)
end

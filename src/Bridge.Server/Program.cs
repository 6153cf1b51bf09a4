using Bridge.Server.Commands;

return await CommandLine.RunAsync(args);

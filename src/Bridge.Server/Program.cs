using Bridge.Server.Commands;

using var context = CommandContext.OfProcess();
return await CommandLine.RunAsync(args, context);

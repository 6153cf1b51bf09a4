using Bridge.Demo;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

if (args is not ([] or ["--once"]))
{
    await Console.Error.WriteLineAsync("Usage: Bridge.Demo [--once]");
    return 1;
}

return await Walk.RunAsync(once: args is ["--once"], Console.Out, stop.Token);

using Bridge.Simulator;

try
{
    await using var app = SimulatorApp.Create(new SimulatorOptions { Listen = "http://127.0.0.1:8929" }, args: args);
    await app.StartAsync();
    var gitLab = app.Services.GetRequiredService<SimulatedGitLab>();
    await Console.Out.WriteLineAsync($"GitLab simulator at {gitLab.Url}, issuer of CI tokens {gitLab.Issuer}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (e is ArgumentException or IOException)
{
    // An option that there is not, or an address that is taken.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

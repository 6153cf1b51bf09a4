using Bridge.Configuration;
using Bridge.IdentityServer.Host;

try
{
    var builder = WebApplication.CreateBuilder(args);
    await using var app = IdentityServerApp.Build(builder, HostSettings.Read(builder.Configuration));
    await IdentityServerApp.CheckDatabaseAsync(app.Services, CancellationToken.None);
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is CannotStartException or StoreUnavailableException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

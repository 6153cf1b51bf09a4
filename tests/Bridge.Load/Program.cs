using System.Globalization;
using Bridge.Load;

// The parts of a load test that are no shell script's: see tests/load/run.
switch (args)
{
    case ["bound", var algorithm, var seconds]:
        Console.WriteLine(CryptoBound.Measure(algorithm, TimeSpan.FromSeconds(int.Parse(seconds))).ToString("F0", CultureInfo.InvariantCulture));
        return 0;
    case ["configure", var directory, var projects]:
        await Material.ConfigureAsync(directory, int.Parse(projects));
        return 0;
    case ["mint", var directory, var projects, var tokens]:
        Material.Mint(directory, int.Parse(projects), int.Parse(tokens));
        return 0;
    case ["grant", var directory, var projects]:
        await GrantedBefore.SeedAsync(Path.Combine(directory, "bridge.db"), int.Parse(projects));
        return 0;
    case ["record", var directory, var projects, var records]:
        await RecordedBefore.SeedAsync(directory, int.Parse(projects), int.Parse(records));
        return 0;
    case ["draft", var directory, var projects]:
        await Material.DraftAsync(directory, int.Parse(projects), Console.Out);
        return 0;
    case ["read", var directory]:
        Console.WriteLine((await RecordedBefore.ReadAsync(directory)).ToString("F0", CultureInfo.InvariantCulture));
        return 0;
    default:
        await Console.Error.WriteLineAsync("bound ALGORITHM SECONDS | configure DIR PROJECTS | mint DIR PROJECTS TOKENS | grant DIR PROJECTS | record DIR PROJECTS RECORDS | draft DIR PROJECTS | read DIR");
        return 1;
}

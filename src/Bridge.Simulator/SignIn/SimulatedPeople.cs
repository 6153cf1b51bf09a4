using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Bridge.Simulator.SignIn;

/// <summary>
/// The users, projects and memberships of the simulated instance, and who is signed in with what. There are two to begin with: ada
/// maintains the project of the documented job, dev develops in it.
/// </summary>
public sealed class SimulatedPeople
{
    /// <summary>The one OAuth application that there is: its id.</summary>
    public const string ClientId = "b7f1c2d3e4a5968778695a4b3c2d1e0f";

    /// <summary>The secret of the OAuth application.</summary>
    public const string ClientSecret = "gloas-simulated-secret";

    private readonly ConcurrentDictionary<long, SimulatedUser> users = new();
    private readonly ConcurrentDictionary<(long Project, long User), SimulatedMembership> members = new();
    private readonly ConcurrentDictionary<long, string> projects = new();
    private readonly ConcurrentDictionary<string, IssuedCode> codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long User, DateTimeOffset Until)> tokens = new(StringComparer.Ordinal);

    internal SimulatedPeople()
    {
        Put(new SimulatedUser(1, "ada", "Ada Maintainer"));
        Put(new SimulatedUser(2, "dev", "Dev Developer"));
        Put(20, "my-group/my-project");
        Put(new SimulatedMembership(20, 1, 40));
        Put(new SimulatedMembership(20, 2, 30));
    }

    public IEnumerable<SimulatedUser> Users => users.Values.OrderBy(user => user.Id);

    public void Put(SimulatedUser user) => users[user.Id] = user;

    /// <summary>A project and its path.</summary>
    public void Put(long project, string path) => projects[project] = path;

    public void Put(SimulatedMembership membership) => members[(membership.ProjectId, membership.UserId)] = membership;

    public void Remove(long project, long user) => members.TryRemove((project, user), out _);

    /// <summary>Takes back every access token, as when somebody revokes the application.</summary>
    public void RevokeTokens() => tokens.Clear();

    internal SimulatedUser? User(long id) => users.GetValueOrDefault(id);

    internal string? Path(long project) => projects.GetValueOrDefault(project);

    internal SimulatedMembership? Member(long project, long user) => members.GetValueOrDefault((project, user));

    /// <summary>The projects in which somebody has at least a level, the newest first, as keyset paging goes.</summary>
    internal IEnumerable<long> Projects(long user, int least, long before) =>
        members.Values.Where(member => member.UserId == user && member.AccessLevel >= least && member.ProjectId < before).Select(member => member.ProjectId).OrderDescending();

    internal string Issue(IssuedCode code)
    {
        var text = Random();
        codes[text] = code;
        return text;
    }

    /// <summary>A code once, and never again.</summary>
    internal IssuedCode? Redeem(string code) => codes.TryRemove(code, out var issued) ? issued : null;

    internal string Issue(long user, DateTimeOffset until)
    {
        var text = Random();
        tokens[text] = (user, until);
        return text;
    }

    internal SimulatedUser? Owner(string? token, DateTimeOffset now) =>
        token is not null && tokens.TryGetValue(token, out var issued) && now < issued.Until ? User(issued.User) is { State: "active" } user ? user : null : null;

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}

/// <summary>What an authorization code stands for.</summary>
internal sealed record IssuedCode(long User, string RedirectUri, string? Challenge, string? Method, string Scope, string? Nonce);

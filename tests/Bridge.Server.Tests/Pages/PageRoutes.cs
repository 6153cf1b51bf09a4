using Xunit;

namespace Bridge.Server.Tests.Pages;

/// <summary>
/// The table of all pages, one block for each feature. A page without a row, or a handler of one, fails the tests. A post that is
/// let in mostly ends in 200, the form with its mistake, or 302, so that one row is not in the way of the next.
/// </summary>
public static class PageRoutes
{
    /// <summary>Stands for the id of an API token that is good.</summary>
    public const string Token = "some-token";

    /// <summary>Stands for the id of a project that waits.</summary>
    public const string Waiting = "some-waiting";

    /// <summary>Stands for the id of an exchange of project 20.</summary>
    public const string Exchange = "some-exchange";

    // Where everybody comes in; a page of an error has its status.
    private static readonly PageRoute[] Open =
    [
        new("GET /sign-in", "/sign-in", 200, 200, 200, 200, 200, 200),
        new("POST /sign-in", "/sign-in", 200, 200, 200, 200, 200, 200) { Form = [("Login", "nobody"), ("Password", "wrong")] },
        new("POST /sign-in PasskeyOptions", "/sign-in?handler=PasskeyOptions", 200, 200, 200, 200, 200, 200),
        new("POST /sign-in Passkey", "/sign-in?handler=Passkey", 200, 200, 200, 200, 200, 200),
        new("GET /sign-in/factor", "/sign-in/factor", 302, 302, 302, 302, 302, 302),
        new("POST /sign-in/factor", "/sign-in/factor", 302, 302, 302, 302, 302, 302),
        new("POST /sign-in/factor PasskeyOptions", "/sign-in/factor?handler=PasskeyOptions", 401, 401, 401, 401, 401, 401),
        new("POST /sign-in/factor Passkey", "/sign-in/factor?handler=Passkey", 200, 200, 200, 200, 200, 200),
        new("GET /sign-in/{issuer}/start", "/sign-in/main/start", 302, 302, 302, 302, 302, 302),
        new("GET /sign-in/{issuer}/callback", "/sign-in/main/callback?state=x", 302, 302, 302, 302, 302, 302),
        new("GET /setup/{secret}", "/setup/nonsense", 302, 302, 302, 302, 302, 302),
        new("POST /setup/{secret}", "/setup/nonsense", 302, 302, 302, 302, 302, 302),
        new("GET /appearance", "/appearance", 404, 404, 404, 404, 404, 404),
        new("POST /appearance", "/appearance", 302, 302, 302, 302, 302, 302) { Form = [("choice", "system"), ("back", "/")] },
        new("GET /error/{status:int}", "/error/404", 404, 404, 404, 404, 404, 404),
    ];

    private static readonly PageRoute[] Own =
    [
        new("GET /sign-in/again", "/sign-in/again", 302, 200, 200, 200, 200, 200),
        new("POST /sign-in/again", "/sign-in/again", 401, 302, 302, 302, 302, 302),
        new("POST /sign-in/again PasskeyOptions", "/sign-in/again?handler=PasskeyOptions", 401, 401, 401, 401, 401, 401),
        new("POST /sign-in/again Passkey", "/sign-in/again?handler=Passkey", 401, 200, 200, 200, 200, 200),
        new("GET /sign-out", "/sign-out", 302, 404, 404, 404, 404, 404),
        new("POST /sign-out", "/sign-out?handler=none", 401, 302, 302, 302, 302, 302),
        new("GET /profile", "/profile", 302, 200, 200, 200, 200, 200),
        new("POST /profile Codes", "/profile?handler=Codes", 401, 404, 404, 404, 404, 404),
        new("POST /profile PasskeyOptions", "/profile?handler=PasskeyOptions", 401, 404, 404, 404, 404, 404),
        new("POST /profile Passkey", "/profile?handler=Passkey", 401, 404, 404, 404, 404, 404),
        new("POST /profile RemovePasskey", "/profile?handler=RemovePasskey", 401, 302, 302, 302, 302, 302),
        new("POST /profile EndSession", "/profile?handler=EndSession", 401, 302, 302, 302, 302, 302),
        new("GET /profile/authenticator", "/profile/authenticator", 302, 404, 404, 404, 404, 404),
        new("POST /profile/authenticator", "/profile/authenticator", 401, 404, 404, 404, 404, 404),
        new("GET /profile/password", "/profile/password", 302, 404, 404, 404, 404, 404),
        new("POST /profile/password", "/profile/password", 401, 404, 404, 404, 404, 404),
    ];

    private static readonly PageRoute[] People =
    [
        new("GET /people", "/people", 302, 404, 404, 404, 200, 200),
        new("GET /people/sessions", "/people/sessions", 302, 404, 404, 404, 200, 200),
        new("POST /people/sessions EndSession", "/people/sessions?handler=EndSession", 401, 404, 404, 404, 403, 302),
        new("GET /people/invite", "/people/invite", 302, 404, 404, 404, 403, 200),
        new("POST /people/invite", "/people/invite", 401, 404, 404, 404, 403, 302) { Form = [("role", "Auditor")] },
        new("GET /people/person/{issuer}/{id}", "/people/person/main/902", 302, 404, 404, 404, 403, 200),
        new("POST /people/person/{issuer}/{id}", "/people/person/main/902", 401, 404, 404, 404, 403, 200) { Form = [("role", "Auditor")] },
        new("GET /people/remove/{issuer}/{id}", "/people/remove/main/902", 302, 404, 404, 404, 403, 200),
        new("POST /people/remove/{issuer}/{id}", "/people/remove/main/902", 401, 404, 404, 404, 403, 302),
    ];

    private static readonly PageRoute[] ChangeLog =
    [
        new("GET /change-log", "/change-log", 302, 404, 404, 404, 200, 200),
        new("GET /change-log/{revision:long}", "/change-log/3", 302, 404, 404, 404, 200, 200),
        new("GET /change-log/versions/{section}/{**id}", "/change-log/versions/relying_parties/deploy", 302, 404, 404, 404, 200, 200),
        new("GET /change-log/versions/{section}/{**id}", "/change-log/versions/sub_components/own", 302, 404, 404, 200, 200, 200),
        new("GET /change-log/roll-back/{section}/{number:int}/{**id}", "/change-log/roll-back/relying_parties/1/deploy", 302, 403, 404, 404, 403, 200),
        new("GET /change-log/roll-back/{section}/{number:int}/{**id}", "/change-log/roll-back/sub_components/1/own", 302, 403, 404, 200, 403, 200),
        new("POST /change-log/roll-back/{section}/{number:int}/{**id}", "/change-log/roll-back/sub_components/1/own", 401, 403, 404, 200, 403, 200) { Form = [("Version", "99")] },
    ];

    private static readonly PageRoute[] Confirmations =
    [
        new("GET /confirmations", "/confirmations", 302, 404, 404, 404, 200, 200),
        new("GET /confirmations/burned", "/confirmations/burned", 302, 404, 404, 404, 200, 200),
        new("GET /confirmations/unseen", "/confirmations/unseen", 302, 404, 404, 404, 200, 200),
        new("GET /confirmations/{issuer}/{project_id}", "/confirmations/main/some-waiting", 302, 404, 404, 404, 403, 200),
        new("POST /confirmations/{issuer}/{project_id}", "/confirmations/main/some-waiting", 401, 404, 404, 404, 403, 200) { Form = [("shown", "something else")] },
    ];

    private static readonly PageRoute[] Keys =
    [
        new("GET /keys", "/keys", 302, 404, 404, 404, 200, 200),
        new("GET /keys/rotate", "/keys/rotate?algorithm=RS256", 302, 404, 404, 404, 403, 200),
        new("POST /keys/rotate", "/keys/rotate", 401, 404, 404, 404, 403, 302) { Form = [("algorithm", "RS256")] },
        new("GET /keys/revoke/{algorithm}/{generation:int}", "/keys/revoke/RS256/1", 302, 404, 404, 404, 403, 200),
        new("POST /keys/revoke/{algorithm}/{generation:int}", "/keys/revoke/RS256/1", 401, 404, 404, 404, 403, 200),
    ];

    private static readonly PageRoute[] Tokens =
    [
        new("GET /access", "/access", 302, 403, 403, 403, 403, 200),
        new("GET /access/new", "/access/new", 302, 403, 403, 403, 403, 200),
        new("POST /access/new", "/access/new", 401, 403, 403, 403, 403, 200),
        new("GET /access/revoke/{id:guid}", "/access/revoke/some-token", 302, 403, 403, 403, 403, 200),
        new("POST /access/revoke/{id:guid}", "/access/revoke/some-token", 401, 403, 403, 403, 403, 302),
    ];

    private static readonly PageRoute[] Overview =
    [
        new("GET /", "/", 302, 200, 200, 200, 200, 200),
        new("GET /findings", "/findings", 302, 200, 200, 200, 200, 200),
        new("GET / Lint", "/?handler=Lint", 302, 404, 404, 404, 200, 200),
    ];

    private static readonly PageRoute[] Exchanges =
    [
        new("GET /exchanges", "/exchanges", 302, 200, 200, 200, 200, 200),
        new("GET /exchanges/{id:guid}", "/exchanges/some-exchange", 302, 404, 404, 200, 200, 200),
        new("GET /explain", "/explain", 302, 200, 200, 200, 200, 200),
        new("GET /explain", "/explain?exchange=some-exchange", 302, 404, 404, 200, 200, 200),
        new("POST /explain", "/explain", 401, 200, 200, 200, 200, 200) { Form = [("token", "nonsense"), ("audience", "https://deploy.test")] },
    ];

    private static readonly PageRoute[] Issuers =
    [
        new("GET /issuers", "/issuers", 302, 404, 404, 404, 200, 200),
        new("GET /issuers/-/new", "/issuers/-/new", 302, 404, 404, 404, 403, 200),
        new("POST /issuers/-/new", "/issuers/-/new", 401, 404, 404, 404, 403, 200),
        new("GET /issuers/{id}", "/issuers/main", 302, 404, 404, 404, 200, 200),
        new("GET /issuers/{id}/edit", "/issuers/main/edit", 302, 404, 404, 404, 403, 200),
        new("POST /issuers/{id}/edit", "/issuers/main/edit", 401, 404, 404, 404, 403, 200),
        new("GET /issuers/{id}/switch", "/issuers/main/switch", 302, 404, 404, 404, 403, 200),
        new("POST /issuers/{id}/switch", "/issuers/main/switch", 401, 404, 404, 404, 403, 302),
        new("GET /issuers/{id}/delete", "/issuers/main/delete", 302, 404, 404, 404, 403, 200),
        new("POST /issuers/{id}/delete", "/issuers/main/delete", 401, 404, 404, 404, 403, 200),
    ];

    private static readonly PageRoute[] Clients =
    [
        new("GET /clients", "/clients", 302, 404, 404, 404, 200, 200),
        new("GET /clients/-/new", "/clients/-/new", 302, 404, 404, 404, 403, 200),
        new("POST /clients/-/new", "/clients/-/new", 401, 404, 404, 404, 403, 200),
        new("GET /clients/{id}", "/clients/deployer", 302, 404, 404, 404, 200, 200),
        new("POST /clients/{id}", "/clients/deployer", 401, 404, 404, 404, 403, 200),
        new("POST /clients/{id} Secret", "/clients/deployer?handler=Secret", 401, 404, 404, 404, 403, 302),
        new("GET /clients/{id}/delete", "/clients/deployer/delete", 302, 404, 404, 404, 403, 200),
        new("POST /clients/{id}/delete", "/clients/deployer/delete", 401, 404, 404, 404, 403, 302),
        new("GET /clients/{id}/secrets/{hash}/end", "/clients/deployer/secrets/5555555555555555555555555555555555555555555555555555555555555555/end", 302, 404, 404, 404, 403, 200),
        new("POST /clients/{id}/secrets/{hash}/end", "/clients/deployer/secrets/5555555555555555555555555555555555555555555555555555555555555555/end", 401, 404, 404, 404, 403, 302),
    ];

    private static readonly PageRoute[] RelyingParties =
    [
        new("GET /relying-parties", "/relying-parties", 302, 404, 404, 404, 200, 200),
        new("GET /relying-parties/-/new", "/relying-parties/-/new", 302, 404, 404, 404, 403, 200),
        new("POST /relying-parties/-/new", "/relying-parties/-/new?preset=plain", 401, 404, 404, 404, 403, 200),
        new("GET /relying-parties/{id}", "/relying-parties/deploy", 302, 404, 404, 404, 200, 200),
        new("POST /relying-parties/{id}", "/relying-parties/deploy", 401, 404, 404, 404, 403, 200),
        new("GET /relying-parties/{id}/delete", "/relying-parties/deploy/delete", 302, 404, 404, 404, 403, 200),
        new("POST /relying-parties/{id}/delete", "/relying-parties/deploy/delete", 401, 404, 404, 404, 403, 200),
        new("GET /relying-parties/{id}/claims", "/relying-parties/deploy/claims", 302, 404, 404, 404, 200, 200),
        new("GET /relying-parties/{id}/claims Preview", "/relying-parties/deploy/claims?handler=Preview", 302, 404, 404, 404, 200, 200),
        new("POST /relying-parties/{id}/claims", "/relying-parties/deploy/claims", 401, 404, 404, 404, 403, 200),
        new("POST /relying-parties/{id}/claims Preview", "/relying-parties/deploy/claims?handler=Preview", 401, 404, 404, 404, 403, 200),
        new("GET /relying-parties/{id}/recipe", "/relying-parties/deploy/recipe", 302, 404, 404, 404, 200, 200),
        new("GET /relying-parties/{id}/rules", "/relying-parties/deploy/rules", 302, 404, 404, 404, 200, 200),
        new("POST /relying-parties/{id}/rules", "/relying-parties/deploy/rules", 401, 404, 404, 404, 403, 200) { Form = [("do", "up:all")] },
        new("POST /relying-parties/{id}/rules Pass", "/relying-parties/deploy/rules?handler=Pass", 401, 404, 404, 404, 403, 200),
        new("GET /relying-parties/{id}/rules/{rule}", "/relying-parties/deploy/rules/all", 302, 404, 404, 404, 200, 200),
        new("POST /relying-parties/{id}/rules/{rule}", "/relying-parties/deploy/rules/all", 401, 404, 404, 404, 403, 200),
        new("POST /relying-parties/{id}/rules/{rule} Pass", "/relying-parties/deploy/rules/all?handler=Pass", 401, 404, 404, 404, 403, 200),
        new("GET /relying-parties/{id}/new-rule", "/relying-parties/deploy/new-rule", 302, 404, 404, 404, 403, 200),
        new("POST /relying-parties/{id}/new-rule", "/relying-parties/deploy/new-rule", 401, 404, 404, 404, 403, 200),
        new("POST /relying-parties/{id}/new-rule Pass", "/relying-parties/deploy/new-rule?handler=Pass", 401, 404, 404, 404, 403, 200),
        new("GET /relying-parties/{id}/rules/{rule}/delete", "/relying-parties/deploy/rules/all/delete", 302, 404, 404, 404, 403, 200),
        new("POST /relying-parties/{id}/rules/{rule}/delete", "/relying-parties/deploy/rules/all/delete", 401, 404, 404, 404, 403, 302),
    ];

    private static readonly PageRoute[] Mappings =
    [
        new("GET /mappings", "/mappings", 302, 404, 404, 404, 200, 200),
        new("GET /mappings/new", "/mappings/new", 302, 404, 404, 404, 403, 200),
        new("POST /mappings/new", "/mappings/new", 401, 404, 404, 404, 403, 200),
        new("POST /mappings/new Preview", "/mappings/new?handler=Preview", 401, 404, 404, 404, 403, 200),
        new("GET /mappings/edit/{**id}", "/mappings/edit/team", 302, 404, 404, 404, 200, 200),
        new("GET /mappings/edit/{**id} Preview", "/mappings/edit/team?handler=Preview", 302, 404, 404, 404, 200, 200),
        new("POST /mappings/edit/{**id}", "/mappings/edit/team", 401, 404, 404, 404, 403, 200),
        new("POST /mappings/edit/{**id} Preview", "/mappings/edit/team?handler=Preview", 401, 404, 404, 404, 403, 200),
        new("GET /mappings/delete/{**id}", "/mappings/delete/team", 302, 404, 404, 404, 403, 200),
        new("POST /mappings/delete/{**id}", "/mappings/delete/team", 401, 404, 404, 404, 403, 302),
    ];

    private static readonly PageRoute[] Projects =
    [
        new("GET /projects", "/projects", 302, 200, 200, 200, 200, 200),
        new("GET /projects/{issuer}/{project_id}", "/projects/main/20", 302, 404, 404, 200, 200, 200),
        new("GET /projects/enrol/{issuer}/{project_id}", "/projects/enrol/main/50", 302, 404, 404, 404, 403, 404),
        new("POST /projects/enrol/{issuer}/{project_id}", "/projects/enrol/main/50", 401, 404, 404, 404, 403, 302),
        new("GET /projects/withdraw/{issuer}/{project_id}", "/projects/withdraw/main/40", 302, 404, 404, 404, 403, 200),
        new("POST /projects/withdraw/{issuer}/{project_id}", "/projects/withdraw/main/41", 401, 404, 404, 404, 403, 302),
    ];

    private static readonly PageRoute[] Subjects =
    [
        new("GET /subjects", "/subjects", 302, 200, 200, 200, 200, 200),
        new("GET /subjects/edit/{id}", "/subjects/edit/own", 302, 404, 404, 200, 200, 200),
        new("POST /subjects/edit/{id}", "/subjects/edit/own", 401, 404, 404, 200, 403, 200) { Form = [("level", "project"), ("issuer", "main"), ("project_id", "20")] },
        new("GET /subjects/new", "/subjects/new?level=project&issuer=main&project_id=20", 302, 403, 404, 200, 403, 200),
        new("POST /subjects/new", "/subjects/new", 401, 403, 404, 200, 403, 200) { Form = [("level", "project"), ("issuer", "main"), ("project_id", "20")] },
        new("GET /subjects/delete/{id}", "/subjects/delete/own", 302, 403, 404, 200, 403, 200),
        new("POST /subjects/delete/{id}", "/subjects/delete/own", 401, 403, 404, 200, 403, 200),
        new("GET /subjects/preview", "/subjects/preview?level=project&issuer=main&project_id=20&component=project_path", 302, 404, 404, 200, 200, 200),
    ];

    public static readonly IReadOnlyList<PageRoute> All = [.. Open, .. Own, .. People, .. ChangeLog, .. Confirmations, .. Keys, .. Tokens, .. Overview, .. Exchanges, .. Issuers, .. Clients, .. RelyingParties, .. Mappings, .. Projects, .. Subjects];

    /// <summary>The rows by their numbers; a test's name says which page it is.</summary>
    public static TheoryData<int, string> Rows
    {
        get
        {
            var rows = new TheoryData<int, string>();
            for (var i = 0; i < All.Count; i++)
                rows.Add(i, $"{All[i]}");
            return rows;
        }
    }
}

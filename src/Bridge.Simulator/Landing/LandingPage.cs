using Bridge.Simulator.SignIn;

namespace Bridge.Simulator.Landing;

/// <summary>What a person sees who opens the simulator in a browser.</summary>
internal static class LandingPage
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", (SimulatedGitLab gitLab) => Results.Text(Text(gitLab)));

    private static string Text(SimulatedGitLab gitLab) =>
        $$$"""
        A stand-in for a GitLab instance: it publishes discovery and signing keys as GitLab does, and signs the token of
        any CI job you describe. For tests and demonstrations only: whoever can reach it gets any token they like.

        URL               {{{gitLab.Url}}}
        Issuer of CI jobs {{{gitLab.Issuer}}}
        Discovery         {{{gitLab.Url}}}/.well-known/openid-configuration
        Keys              {{{gitLab.Url}}}/oauth/discovery/keys

        A token of a job on a protected branch:
          curl -d '{"aud":"https://service.example.com"}' {{{gitLab.Url}}}/simulator/tokens

        One with other claims; null removes a claim, and what follows from project_path and ref follows them:
          curl -d '{"aud":["a","b"],"claims":{"project_path":"g/p","ref":"dev","runner_id":null}}' {{{gitLab.Url}}}/simulator/tokens

        A fork's merge request, a subject of other components, an unsigned token:
          curl -d '{"preset":"fork_merge_request"}' {{{gitLab.Url}}}/simulator/tokens
          curl -d '{"sub_components":["project_id","ref_protected"]}' {{{gitLab.Url}}}/simulator/tokens
          curl -d '{"header":{"alg":"none","kid":null}}' {{{gitLab.Url}}}/simulator/tokens

        Members of the request
          variant         id_token | v1 | v2 | sign_in
          preset          branch | tag | environment | fork_merge_request | fork_merge_request_before_18_2_2 |
                          child_pipeline | old_gitlab | documented
          aud             string or array            claims          object, wins over the preset
          null_claims     names, present as null     sub_components  array of names
          lifetime        seconds                    header          object, wins over kid, typ, alg
          payload         raw text                   header_raw      raw text
          signing_key     ci | sign_in | unpublished signature       tamper

        Switches
          curl -X POST {{{gitLab.Url}}}/simulator/rotate
          curl -d '{"mode":"refuse"}' {{{gitLab.Url}}}/simulator/outage
            mode none | refuse | hang | redirect | foreign_jwks | huge | garbage | empty
            url  where redirect and foreign_jwks lead
            at   discovery | jwks, to spare the other
          curl {{{gitLab.Url}}}/simulator/requests

        Signing in with it
          client id {{{SimulatedPeople.ClientId}}}, secret {{{SimulatedPeople.ClientSecret}}}; an outage without "at" ends it too

        """;
}

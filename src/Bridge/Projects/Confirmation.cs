namespace Bridge.Projects;

/// <summary>
/// An administrator's word that a project is the one that was shown: the pin becomes exactly what was shown, its path belongs
/// to this project from then on, whoever had it, and the project is enrolled. It counts only while the pin and the owner of the
/// path are as they were when it was shown.
/// </summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="ProjectId">GitLab's id of the project.</param>
/// <param name="Pin">The pin to be: namespace id and path as shown, and the <c>iat</c> of the token that showed them.</param>
/// <param name="SeenPin">The pin when it was shown; null where there was none.</param>
/// <param name="SeenOwner">The id of the project that the path belonged to then; null where it was free.</param>
public sealed record Confirmation(string Issuer, string ProjectId, ProjectPin Pin, ProjectPin? SeenPin, string? SeenOwner);

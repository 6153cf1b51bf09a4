namespace Bridge.Access;

/// <summary>Who asks the administration for something, however they proved it.</summary>
/// <param name="Author">As the change log writes it: <c>token:ID</c>, <c>person:ISSUER/ID</c> or <c>cli:USER@HOST</c>.</param>
/// <param name="Right">What they may do.</param>
/// <param name="Reach">How far that reaches.</param>
public sealed record Caller(string Author, Right Right, Reach Reach)
{
    /// <summary>Whether they have this right over what belongs to a place.</summary>
    public bool May(Right right, Place place) => Right >= right && Reach.Covers(place);

    /// <summary>Whether they have what they want to give to somebody else. Nobody gives more than they have.</summary>
    public bool MayGive(Right right, Reach reach) => Right >= right && Reach.Covers(reach.Place);
}

using System.Collections.Immutable;
using Bridge.GitLab;

namespace Bridge.Access;

/// <summary>How far a caller's right reaches. A bound one never reaches what belongs to the instance.</summary>
public abstract record Reach
{
    public static readonly Reach Everything = new Whole();

    private Reach()
    {
    }

    public bool IsBound => this is not Whole;

    /// <summary>The widest place that it covers, by which it is compared with another.</summary>
    public abstract Place Place { get; }

    /// <summary>Whether what belongs to a place is within it.</summary>
    public abstract bool Covers(Place place);

    /// <summary>One project, by GitLab's id: a path can come to another project.</summary>
    public sealed record Project(string Issuer, string Id) : Reach
    {
        public override Place Place => new Place.Project(Issuer, Id);

        public override bool Covers(Place place) => place is Place.Project project && project.Issuer == Issuer && project.Id == Id;

        public override string ToString() => $"{Issuer}/{Id}";
    }

    /// <summary>
    /// A group with all groups and projects below it. A project counts by the path that was last granted or confirmed, so one
    /// that was moved in or out waits for its administrator here too.
    /// </summary>
    public sealed record Group(string Issuer, string Path) : Reach
    {
        public override Place Place => new Place.Group(Issuer, Path);

        public override bool Covers(Place place) => place switch
        {
            Place.Group group => group.Issuer == Issuer && Holds(group.Path),
            Place.Project { Path: { } path } project => project.Issuer == Issuer && Holds(ProjectPaths.Parent(path)),
            _ => false,
        };

        public override string ToString() => $"{Issuer}/{Path}";

        private bool Holds(string path) => $"{ProjectPaths.Fold(path)}/".StartsWith($"{ProjectPaths.Fold(Path)}/", StringComparison.Ordinal);
    }

    /// <summary>Some projects of one issuer, by GitLab's ids: those that somebody maintains. It can be given to nobody.</summary>
    public sealed record Projects(string Issuer, ImmutableHashSet<string> Ids) : Reach
    {
        public override Place Place => Place.Instance;

        public override bool Covers(Place place) => place is Place.Project project && project.Issuer == Issuer && Ids.Contains(project.Id);

        public override string ToString() => $"{Ids.Count} projects of {Issuer}";
    }

    private sealed record Whole : Reach
    {
        public override Place Place => Place.Instance;

        public override bool Covers(Place place) => true;

        public override string ToString() => "everything";
    }
}

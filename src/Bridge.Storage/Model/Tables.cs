using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.History;
using Bridge.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Model;

/// <summary>Keys and indexes of all tables but the records'.</summary>
internal static class Tables
{
    public static string Of(Section section) => section switch
    {
        Section.Issuers => "issuers",
        Section.RelyingParties => "relying_parties",
        Section.Clients => "clients",
        Section.Mappings => "mappings",
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, message: null),
    };

    public static void Conventions(ModelConfigurationBuilder builder)
    {
        // As text, so that a member put between others changes no row.
        builder.Properties<TemplateLevel>().HaveConversion<string>();
        builder.Properties<Overflow>().HaveConversion<string>();
        builder.Properties<Right>().HaveConversion<string>();
        builder.Properties<Role>().HaveConversion<string>();
        builder.Properties<ImmutableArray<string>>().HaveConversion<TextListConverter, TextListComparer>();
    }

    public static void Build(ModelBuilder builder)
    {
        builder.Entity<RevisionRow>(row =>
        {
            row.ToTable("revision").Property(one => one.Id).ValueGeneratedNever();
            row.HasData(new RevisionRow { Id = RevisionRow.OnlyId, Number = 1 });
        });
        foreach (var section in Enum.GetValues<Section>())
            builder.SharedTypeEntity<DefinitionRow>(Of(section), row => row.ToTable(Of(section)).HasKey(one => one.Id));
        builder.Entity<IssuerNameRow>().ToTable("issuer_names").HasKey(row => row.Issuer);
        builder.Entity<IssuerPrefixRow>().ToTable("issuer_prefixes").HasKey(row => row.Prefix);
        builder.Entity<EnrolledProjectRow>().ToTable("enrolled_projects").HasKey(row => new { row.Issuer, row.ProjectId });
        builder.Entity<ProjectPinRow>().ToTable("project_pins").HasKey(row => new { row.Issuer, row.ProjectId });
        builder.Entity<BurnedPathRow>(row =>
        {
            row.ToTable("burned_paths").HasKey(one => new { one.Issuer, one.Path });
            row.HasIndex(one => new { one.Issuer, one.ProjectId });
        });
        builder.Entity<UpkeepRow>().ToTable("upkeep").HasKey(row => row.Task);
        builder.Entity<ExchangeHourRow>().ToTable("exchange_hours").HasKey(row => new { row.Hour, row.Reason });
        BuildHistory(builder);
        BuildTemplates(builder);
        BuildKeys(builder);
        BuildAccess(builder);
    }

    private static void BuildHistory(ModelBuilder builder)
    {
        builder.Entity<ChangeEntry>(row =>
        {
            row.ToTable("change_log").HasKey(one => one.Revision);
            row.Property(one => one.Revision).ValueGeneratedNever();
            row.HasIndex(one => new { one.Author, one.Revision });
            row.HasIndex(one => one.At);
        });
        builder.Entity<ChangeItemRow>(row =>
        {
            row.ToTable("change_items").HasKey(one => new { one.Revision, one.Position });
            row.Property(one => one.Id).IsRequired();
            row.HasIndex(one => new { one.Section, one.Id, one.Version }).IsUnique();
            row.HasIndex(one => new { one.Section, one.Revision });
        });
    }

    private static void BuildTemplates(ModelBuilder builder)
    {
        builder.Entity<SubTemplateRow>(row =>
        {
            row.ToTable("sub_templates").HasIndex(one => new { one.Level, one.Issuer, one.ProjectId, one.GroupFolded, one.RelyingParty }).IsUnique();
            row.HasIndex(one => new { one.RelyingParty, one.Id });
            row.HasMany(one => one.Components).WithOne().HasForeignKey(component => component.Template).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<SubComponentRow>().ToTable("sub_components").HasKey(row => new { row.Template, row.Position });
    }

    private static void BuildKeys(ModelBuilder builder)
    {
        builder.Entity<SigningKeyRow>(row =>
        {
            row.ToTable("signing_keys").HasKey(one => new { one.Algorithm, one.Generation });
            row.Property(one => one.Generation).ValueGeneratedNever();
            row.HasIndex(one => one.KeyId).IsUnique();
        });
        builder.Entity<ReplayMarkRow>(row =>
        {
            row.ToTable("replay_marks").HasKey(one => new { one.Issuer, one.TokenHash, one.RelyingParty });
            row.HasIndex(one => one.Until);
        });
    }

    private static void BuildAccess(ModelBuilder builder) => builder.Entity<ApiTokenRow>(row =>
    {
        row.ToTable("api_tokens").HasKey(one => one.Id);
        row.Property(one => one.Id).ValueGeneratedNever();
        row.HasIndex(one => one.Hash).IsUnique();
    });
}

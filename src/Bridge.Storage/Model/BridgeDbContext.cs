using Bridge.Configuration;
using Bridge.Configuration.History;
using Bridge.Records;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Model;

/// <summary>
/// The tables. Lists read through it; what the revision covers is written by the stores alone, and records by the journal.
/// </summary>
public sealed class BridgeDbContext(DbContextOptions<BridgeDbContext> options) : DbContext(options)
{
    public DbSet<RevisionRow> Revision => Set<RevisionRow>();

    public DbSet<IssuerNameRow> IssuerNames => Set<IssuerNameRow>();

    public DbSet<IssuerPrefixRow> IssuerPrefixes => Set<IssuerPrefixRow>();

    public DbSet<SubTemplateRow> SubTemplates => Set<SubTemplateRow>();

    public DbSet<EnrolledProjectRow> EnrolledProjects => Set<EnrolledProjectRow>();

    public DbSet<ProjectPinRow> ProjectPins => Set<ProjectPinRow>();

    public DbSet<BurnedPathRow> BurnedPaths => Set<BurnedPathRow>();

    public DbSet<SigningKeyRow> SigningKeys => Set<SigningKeyRow>();

    public DbSet<ReplayMarkRow> ReplayMarks => Set<ReplayMarkRow>();

    /// <summary>The records, newest last by <see cref="ExchangeRecord.Id"/>.</summary>
    public DbSet<ExchangeRecord> Exchanges => Set<ExchangeRecord>();

    /// <summary>Who changed the configuration, why and how; one entry for each revision.</summary>
    public DbSet<ChangeEntry> ChangeLog => Set<ChangeEntry>();

    public DbSet<ChangeItemRow> ChangeItems => Set<ChangeItemRow>();

    public DbSet<UpkeepRow> Upkeep => Set<UpkeepRow>();

    /// <summary>How many exchanges there were, by the hour.</summary>
    public DbSet<ExchangeHourRow> ExchangeHours => Set<ExchangeHourRow>();

    public DbSet<ApiTokenRow> ApiTokens => Set<ApiTokenRow>();

    public DbSet<PersonRow> People => Set<PersonRow>();

    public DbSet<PasskeyRow> Passkeys => Set<PasskeyRow>();

    public DbSet<RecoveryCodeRow> RecoveryCodes => Set<RecoveryCodeRow>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<InvitationRow> Invitations => Set<InvitationRow>();

    public DbSet<ProtectionKeyRow> ProtectionKeys => Set<ProtectionKeyRow>();

    public DbSet<DefinitionRow> Definitions(Section section) => Set<DefinitionRow>(Tables.Of(section));

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        Tables.Conventions(configurationBuilder);
        Provider.Conventions(Database.ProviderName, configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Tables.Build(modelBuilder);
        ExchangeTable.Build(modelBuilder);
        PeopleTables.Build(modelBuilder);
        SnakeCase.Apply(modelBuilder.Model);
    }
}

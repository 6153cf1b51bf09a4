using Bridge.Records;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Model;

/// <summary>
/// The table of the records. Ids are UUIDv7, so the order of ids is the order of time and pages go by id. Every index costs
/// each exchange, so there are only those that a list needs, and only over the rows that it can find.
/// </summary>
internal static class ExchangeTable
{
    public static void Build(ModelBuilder builder) => builder.Entity<ExchangeRecord>(row =>
    {
        row.ToTable("exchanges").HasKey(one => one.Id);
        row.Property(one => one.Id).ValueGeneratedNever();
        row.Ignore(one => one.Granted);
        row.HasIndex(one => new { one.Issuer, one.ProjectId, one.Id }).HasFilter("project_id IS NOT NULL");
        row.HasIndex(one => new { one.Issuer, one.WaitingProjectId, one.Reason, one.Id }).HasFilter("waiting_project_id IS NOT NULL");
        row.HasIndex(one => new { one.RelyingParty, one.Id }).HasFilter("relying_party IS NOT NULL");
        row.HasIndex(one => new { one.Reason, one.Id }).HasFilter("reason IS NOT NULL");
    });
}

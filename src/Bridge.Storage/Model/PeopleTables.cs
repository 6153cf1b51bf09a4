using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Model;

/// <summary>Keys and indexes of the tables of people.</summary>
internal static class PeopleTables
{
    public static void Build(ModelBuilder builder)
    {
        builder.Entity<PersonRow>(row =>
        {
            row.ToTable("people").HasKey(one => new { one.Issuer, one.Id });
            row.HasIndex(one => one.LocalLogin).IsUnique();
        });
        builder.Entity<PasskeyRow>(row =>
        {
            row.ToTable("passkeys").HasKey(one => one.Id);
            row.HasIndex(one => one.PersonId);
        });
        builder.Entity<RecoveryCodeRow>().ToTable("recovery_codes").HasKey(row => new { row.PersonId, row.Hash });
        builder.Entity<SessionRow>(row =>
        {
            row.ToTable("sessions").HasKey(one => one.Id);
            row.Property(one => one.Id).ValueGeneratedNever();
            row.HasIndex(one => one.Hash).IsUnique();
            row.HasIndex(one => new { one.Issuer, one.PersonId });
            row.HasIndex(one => one.EndsAt);
        });
        builder.Entity<InvitationRow>().ToTable("invitations").HasKey(row => row.Hash);
        builder.Entity<ProtectionKeyRow>().ToTable("protection_keys").HasKey(row => row.Name);
    }
}

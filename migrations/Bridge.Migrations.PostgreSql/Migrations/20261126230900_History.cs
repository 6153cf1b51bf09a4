using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Bridge.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class History : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_change_log",
                table: "change_log");

            migrationBuilder.DropColumn(
                name: "id",
                table: "change_log");

            migrationBuilder.AddColumn<string>(
                name: "hash",
                table: "change_log",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "previous_hash",
                table: "change_log",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "warnings",
                table: "change_log",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "why",
                table: "change_log",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddPrimaryKey(
                name: "pk_change_log",
                table: "change_log",
                column: "revision");

            migrationBuilder.CreateTable(
                name: "change_items",
                columns: table => new
                {
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    section = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    before = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    after = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_change_items", x => new { x.revision, x.position });
                });

            migrationBuilder.CreateIndex(
                name: "ix_change_log_at",
                table: "change_log",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_change_log_author_revision",
                table: "change_log",
                columns: new[] { "author", "revision" });

            migrationBuilder.CreateIndex(
                name: "ix_change_items_section_id_version",
                table: "change_items",
                columns: new[] { "section", "id", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_change_items_section_revision",
                table: "change_items",
                columns: new[] { "section", "revision" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "change_items");

            migrationBuilder.DropPrimaryKey(
                name: "pk_change_log",
                table: "change_log");

            migrationBuilder.DropIndex(
                name: "ix_change_log_at",
                table: "change_log");

            migrationBuilder.DropIndex(
                name: "ix_change_log_author_revision",
                table: "change_log");

            migrationBuilder.DropColumn(
                name: "hash",
                table: "change_log");

            migrationBuilder.DropColumn(
                name: "previous_hash",
                table: "change_log");

            migrationBuilder.DropColumn(
                name: "warnings",
                table: "change_log");

            migrationBuilder.DropColumn(
                name: "why",
                table: "change_log");

            migrationBuilder.AddColumn<long>(
                name: "id",
                table: "change_log",
                type: "bigint",
                nullable: false,
                defaultValue: 0L)
                .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);

            migrationBuilder.AddPrimaryKey(
                name: "pk_change_log",
                table: "change_log",
                column: "id");
        }
    }
}

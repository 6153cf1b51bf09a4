using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bridge.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Projects : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "waiting_project_id",
                table: "exchanges",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateIndex(
                name: "ix_exchanges_issuer_waiting_project_id_reason_id",
                table: "exchanges",
                columns: new[] { "issuer", "waiting_project_id", "reason", "id" },
                filter: "waiting_project_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_burned_paths_issuer_project_id",
                table: "burned_paths",
                columns: new[] { "issuer", "project_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_exchanges_issuer_waiting_project_id_reason_id",
                table: "exchanges");

            migrationBuilder.DropIndex(
                name: "ix_burned_paths_issuer_project_id",
                table: "burned_paths");

            migrationBuilder.DropColumn(
                name: "waiting_project_id",
                table: "exchanges");
        }
    }
}

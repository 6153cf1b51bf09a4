using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bridge.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class TemplatesByRelyingParty : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_sub_templates_relying_party_id",
                table: "sub_templates",
                columns: new[] { "relying_party", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sub_templates_relying_party_id",
                table: "sub_templates");
        }
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bridge.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ExchangeHours : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "exchange_hours",
                columns: table => new
                {
                    hour = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_hours", x => new { x.hour, x.reason });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "exchange_hours");
        }
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bridge.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The tables that an exchange looks into or writes by key are the tree of that key alone, not one beside it:
            // half the pages to read and to write. Entity Framework cannot say so; a rebuild of one must say it again.
            migrationBuilder.Sql("""
                CREATE TABLE "burned_paths" (
                    "issuer" TEXT NOT NULL,
                    "path" TEXT NOT NULL,
                    "project_id" TEXT NOT NULL,
                    CONSTRAINT "pk_burned_paths" PRIMARY KEY ("issuer", "path")
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "change_log",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    author = table.Column<string>(type: "TEXT", nullable: false),
                    file_hash = table.Column<string>(type: "TEXT", nullable: true),
                    difference = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_change_log", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "clients",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    definition = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clients", x => x.id);
                });

            migrationBuilder.Sql("""
                CREATE TABLE "enrolled_projects" (
                    "issuer" TEXT NOT NULL,
                    "project_id" TEXT NOT NULL,
                    CONSTRAINT "pk_enrolled_projects" PRIMARY KEY ("issuer", "project_id")
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "exchanges",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    reason_name = table.Column<string>(type: "TEXT", nullable: true),
                    expected = table.Column<string>(type: "TEXT", nullable: true),
                    actual = table.Column<string>(type: "TEXT", nullable: true),
                    client = table.Column<string>(type: "TEXT", nullable: true),
                    unverified_client = table.Column<string>(type: "TEXT", nullable: true),
                    unverified_issuer = table.Column<string>(type: "TEXT", nullable: true),
                    unverified_key_id = table.Column<string>(type: "TEXT", nullable: true),
                    unverified_target = table.Column<string>(type: "TEXT", nullable: true),
                    subject_token_hash = table.Column<string>(type: "TEXT", nullable: true),
                    issuer = table.Column<string>(type: "TEXT", nullable: true),
                    subject_token_id = table.Column<string>(type: "TEXT", nullable: true),
                    token_kind = table.Column<string>(type: "TEXT", nullable: true),
                    project_id = table.Column<string>(type: "TEXT", nullable: true),
                    project_path = table.Column<string>(type: "TEXT", nullable: true),
                    pipeline_id = table.Column<string>(type: "TEXT", nullable: true),
                    job_id = table.Column<string>(type: "TEXT", nullable: true),
                    user_id = table.Column<string>(type: "TEXT", nullable: true),
                    user_login = table.Column<string>(type: "TEXT", nullable: true),
                    @ref = table.Column<string>(name: "ref", type: "TEXT", nullable: true),
                    ref_type = table.Column<string>(type: "TEXT", nullable: true),
                    relying_party = table.Column<string>(type: "TEXT", nullable: true),
                    relying_party_version = table.Column<int>(type: "INTEGER", nullable: true),
                    rule = table.Column<string>(type: "TEXT", nullable: true),
                    shadow_rules = table.Column<string>(type: "TEXT", nullable: false),
                    template = table.Column<string>(type: "TEXT", nullable: true),
                    template_version = table.Column<int>(type: "INTEGER", nullable: true),
                    subject = table.Column<string>(type: "TEXT", nullable: true),
                    issued_token_id = table.Column<string>(type: "TEXT", nullable: true),
                    issued_token_type = table.Column<string>(type: "TEXT", nullable: true),
                    issued_expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    issued_key_id = table.Column<string>(type: "TEXT", nullable: true),
                    scope = table.Column<string>(type: "TEXT", nullable: true),
                    claims = table.Column<string>(type: "TEXT", nullable: true),
                    claims_left_out = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchanges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "issuer_names",
                columns: table => new
                {
                    issuer = table.Column<string>(type: "TEXT", nullable: false),
                    first_used_at = table.Column<long>(type: "INTEGER", nullable: false),
                    deleted_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_issuer_names", x => x.issuer);
                });

            migrationBuilder.CreateTable(
                name: "issuer_prefixes",
                columns: table => new
                {
                    prefix = table.Column<string>(type: "TEXT", nullable: false),
                    issuer = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_issuer_prefixes", x => x.prefix);
                });

            migrationBuilder.CreateTable(
                name: "issuers",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    definition = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_issuers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mappings",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    definition = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mappings", x => x.id);
                });

            migrationBuilder.Sql("""
                CREATE TABLE "project_pins" (
                    "issuer" TEXT NOT NULL,
                    "project_id" TEXT NOT NULL,
                    "namespace_id" TEXT NOT NULL,
                    "path" TEXT NOT NULL,
                    "path_issued_at" INTEGER NOT NULL,
                    CONSTRAINT "pk_project_pins" PRIMARY KEY ("issuer", "project_id")
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "relying_parties",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    definition = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relying_parties", x => x.id);
                });

            migrationBuilder.Sql("""
                CREATE TABLE "replay_marks" (
                    "issuer" TEXT NOT NULL,
                    "token_hash" BLOB NOT NULL,
                    "relying_party" TEXT NOT NULL,
                    "until" INTEGER NOT NULL,
                    CONSTRAINT "pk_replay_marks" PRIMARY KEY ("issuer", "token_hash", "relying_party")
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "revision",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_revision", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "signing_keys",
                columns: table => new
                {
                    algorithm = table.Column<string>(type: "TEXT", nullable: false),
                    generation = table.Column<int>(type: "INTEGER", nullable: false),
                    key_id = table.Column<string>(type: "TEXT", nullable: false),
                    announced_at = table.Column<long>(type: "INTEGER", nullable: false),
                    active_at = table.Column<long>(type: "INTEGER", nullable: false),
                    retired_at = table.Column<long>(type: "INTEGER", nullable: true),
                    removed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    public_jwk = table.Column<string>(type: "TEXT", nullable: false),
                    wrapped_private_key = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signing_keys", x => new { x.algorithm, x.generation });
                });

            migrationBuilder.CreateTable(
                name: "sub_templates",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    level = table.Column<string>(type: "TEXT", nullable: false),
                    issuer = table.Column<string>(type: "TEXT", nullable: false),
                    group_folded = table.Column<string>(type: "TEXT", nullable: false),
                    group_path = table.Column<string>(type: "TEXT", nullable: false),
                    project_id = table.Column<string>(type: "TEXT", nullable: false),
                    relying_party = table.Column<string>(type: "TEXT", nullable: false),
                    as_it_came = table.Column<bool>(type: "INTEGER", nullable: false),
                    overflow = table.Column<string>(type: "TEXT", nullable: false),
                    locked = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sub_templates", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "upkeep",
                columns: table => new
                {
                    task = table.Column<string>(type: "TEXT", nullable: false),
                    done = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_upkeep", x => x.task);
                });

            migrationBuilder.CreateTable(
                name: "sub_components",
                columns: table => new
                {
                    template = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    claim = table.Column<string>(type: "TEXT", nullable: false),
                    omit = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sub_components", x => new { x.template, x.position });
                    table.ForeignKey(
                        name: "fk_sub_components_sub_templates_template",
                        column: x => x.template,
                        principalTable: "sub_templates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "revision",
                columns: new[] { "id", "number" },
                values: new object[] { 1, 1L });

            migrationBuilder.CreateIndex(
                name: "ix_exchanges_issuer_project_id_id",
                table: "exchanges",
                columns: new[] { "issuer", "project_id", "id" },
                filter: "project_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_exchanges_reason_id",
                table: "exchanges",
                columns: new[] { "reason", "id" },
                filter: "reason IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_exchanges_relying_party_id",
                table: "exchanges",
                columns: new[] { "relying_party", "id" },
                filter: "relying_party IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_replay_marks_until",
                table: "replay_marks",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "ix_signing_keys_key_id",
                table: "signing_keys",
                column: "key_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sub_templates_level_issuer_project_id_group_folded_relying_party",
                table: "sub_templates",
                columns: new[] { "level", "issuer", "project_id", "group_folded", "relying_party" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "burned_paths");

            migrationBuilder.DropTable(
                name: "change_log");

            migrationBuilder.DropTable(
                name: "clients");

            migrationBuilder.DropTable(
                name: "enrolled_projects");

            migrationBuilder.DropTable(
                name: "exchanges");

            migrationBuilder.DropTable(
                name: "issuer_names");

            migrationBuilder.DropTable(
                name: "issuer_prefixes");

            migrationBuilder.DropTable(
                name: "issuers");

            migrationBuilder.DropTable(
                name: "mappings");

            migrationBuilder.DropTable(
                name: "project_pins");

            migrationBuilder.DropTable(
                name: "relying_parties");

            migrationBuilder.DropTable(
                name: "replay_marks");

            migrationBuilder.DropTable(
                name: "revision");

            migrationBuilder.DropTable(
                name: "signing_keys");

            migrationBuilder.DropTable(
                name: "sub_components");

            migrationBuilder.DropTable(
                name: "upkeep");

            migrationBuilder.DropTable(
                name: "sub_templates");
        }
    }
}

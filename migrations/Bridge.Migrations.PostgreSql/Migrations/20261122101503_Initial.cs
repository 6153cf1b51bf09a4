using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Bridge.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "burned_paths",
                columns: table => new
                {
                    issuer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_burned_paths", x => new { x.issuer, x.path });
                });

            migrationBuilder.CreateTable(
                name: "change_log",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    file_hash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    difference = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_change_log", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "clients",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    definition = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "enrolled_projects",
                columns: table => new
                {
                    issuer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolled_projects", x => new { x.issuer, x.project_id });
                });

            migrationBuilder.CreateTable(
                name: "exchanges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    expected = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    actual = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    client = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    unverified_client = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    unverified_issuer = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    unverified_key_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    unverified_target = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    subject_token_hash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    issuer = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    subject_token_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    token_kind = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    project_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    project_path = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    pipeline_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    job_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    user_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    user_login = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    @ref = table.Column<string>(name: "ref", type: "text", nullable: true, collation: "C"),
                    ref_type = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    relying_party = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    relying_party_version = table.Column<int>(type: "integer", nullable: true),
                    rule = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    shadow_rules = table.Column<string>(type: "text", nullable: false),
                    template = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    template_version = table.Column<int>(type: "integer", nullable: true),
                    subject = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    issued_token_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    issued_token_type = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    issued_expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    issued_key_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    scope = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    claims = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    claims_left_out = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchanges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "issuer_names",
                columns: table => new
                {
                    issuer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    first_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_issuer_names", x => x.issuer);
                });

            migrationBuilder.CreateTable(
                name: "issuer_prefixes",
                columns: table => new
                {
                    prefix = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    issuer = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_issuer_prefixes", x => x.prefix);
                });

            migrationBuilder.CreateTable(
                name: "issuers",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    definition = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_issuers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mappings",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    definition = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mappings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "project_pins",
                columns: table => new
                {
                    issuer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    namespace_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    path_issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project_pins", x => new { x.issuer, x.project_id });
                });

            migrationBuilder.CreateTable(
                name: "relying_parties",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    definition = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relying_parties", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "replay_marks",
                columns: table => new
                {
                    issuer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    relying_party = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_replay_marks", x => new { x.issuer, x.token_hash, x.relying_party });
                });

            migrationBuilder.CreateTable(
                name: "revision",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_revision", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "signing_keys",
                columns: table => new
                {
                    algorithm = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    announced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    active_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    public_jwk = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    wrapped_private_key = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signing_keys", x => new { x.algorithm, x.generation });
                });

            migrationBuilder.CreateTable(
                name: "sub_templates",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    level = table.Column<string>(type: "text", nullable: false),
                    issuer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    group_folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    group_path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    relying_party = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    as_it_came = table.Column<bool>(type: "boolean", nullable: false),
                    overflow = table.Column<string>(type: "text", nullable: false),
                    locked = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sub_templates", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "upkeep",
                columns: table => new
                {
                    task = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    done = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_upkeep", x => x.task);
                });

            migrationBuilder.CreateTable(
                name: "sub_components",
                columns: table => new
                {
                    template = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    claim = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    omit = table.Column<bool>(type: "boolean", nullable: false)
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
                name: "ix_sub_templates_level_issuer_project_id_group_folded_relying_~",
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

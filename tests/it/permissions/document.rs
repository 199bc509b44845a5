//! The tables of `docs/permissions.md`, written from the matrix that the cells are asked by; `UPDATE_GOLDEN=1` writes them
//! anew.

use std::fmt::Write as _;

use conformance::generated;
use strongroom_server::domain::access::matrix::{self, Needs, Outcome, Thing};
use strongroom_server::domain::access::{OrganizationRight, Permission, Permissions};

use super::SETS;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/permissions.md");
const BEGIN: &str = "<!-- The tables below are written by `UPDATE_GOLDEN=1 cargo test -p conformance permissions`. -->";

/// The tables of the document follow from the one that the cells above were asked by.
#[test]
fn permissions_document_is_current() {
    let written = std::fs::read_to_string(DOCUMENT).unwrap();
    let (prose, _) = written.split_once(BEGIN).expect("the document says where its tables begin");
    let current = format!("{prose}{BEGIN}\n\n{}", tables());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(DOCUMENT, &current).unwrap();
    }
    let written = std::fs::read_to_string(DOCUMENT).unwrap();
    assert!(written == current, "docs/permissions.md is stale; `UPDATE_GOLDEN=1` writes it anew");
}

fn tables() -> String {
    let mut text = String::from("## By permission\n\n");
    text.push_str(
        "`✓` allowed, 403 refused, 404 as if it did not exist. Each column is a grant that holds for everything that\n",
    );
    text.push_str("the operation is about; READ comes with every other permission.\n\n");
    text.push_str("| operation | request | needs |");
    for (set, _) in SETS {
        write!(text, " {set} |").unwrap();
    }
    text.push_str("\n|---|---|---|");
    text.push_str(&":-:|".repeat(SETS.len()));
    text.push('\n');
    let ordinary = rules().map(|(operation, needs)| (operation, "", needs));
    for (operation, what, needs) in ordinary.flat_map(|row| std::iter::once(row).chain(variants_of(row.0))) {
        let Needs::Grants(needed) = needs else { continue };
        let needed: Vec<_> = needed.iter().map(|(permission, thing)| need(*permission, *thing)).collect();
        let what = if what.is_empty() { String::new() } else { format!(", {what}") };
        write!(text, "| `{}`{what} | {} | {} |", operation.id, request(operation), needed.join(", ")).unwrap();
        for (_, permissions) in SETS {
            let held: Permissions = permissions.iter().copied().collect();
            let cell = match needs.outcome(|_| held) {
                Some(Outcome::Allowed) => "✓",
                Some(Outcome::Denied) => "403",
                Some(Outcome::NotFound) | None => "404",
            };
            write!(text, " {cell} |").unwrap();
        }
        text.push('\n');
    }
    text.push_str(
        "\n## Lists\n\nAllowed to everybody in the organization; pages, counts and searches hold what may be read.\n\n",
    );
    text.push_str("| operation | request | holds what the caller has |\n|---|---|---|\n");
    for (operation, needs) in rules() {
        let Needs::Filtered(permission, thing) = needs else { continue };
        writeln!(text, "| `{}` | {} | {} |", operation.id, request(operation), need(permission, thing)).unwrap();
    }
    text.push_str(
        "\n## Files of an organization, and signed URLs\n\nThe former are in the organization's default share.\n\n",
    );
    text.push_str("| operation | request | needs |\n|---|---|---|\n");
    for (operation, needs) in rules() {
        let needs = match needs {
            Needs::InDefaultShare(permission, thing) => need(permission, thing),
            Needs::SignedUrl(permission, thing) => format!("the URL, and its issuer {}", need(permission, thing)),
            _ => continue,
        };
        writeln!(text, "| `{}` | {} | {needs} |", operation.id, request(operation)).unwrap();
    }
    text.push_str("\n## By role\n\nSuperusers may do everything; strangers to the organization are answered 404.\n\n");
    text.push_str("| operation | request | owner, admin | member | guest |\n|---|---|:-:|:-:|:-:|\n");
    for (operation, needs) in rules() {
        let cells = match needs {
            Needs::Organization(OrganizationRight::See) => ["✓", "✓", "✓"],
            Needs::Organization(OrganizationRight::Manage) => ["✓", "403", "403"],
            Needs::Organization(OrganizationRight::Superuser) => ["403", "403", "403"],
            Needs::Maker => ["✓", "✓", "403"],
            _ => continue,
        };
        writeln!(text, "| `{}` | {} | {} |", operation.id, request(operation), cells.join(" | ")).unwrap();
    }
    text.push_str("\n## Everybody\n\n");
    let ids = |wanted: fn(&Needs) -> bool| -> String {
        let ids: Vec<_> = rules().filter(|(_, needs)| wanted(needs)).map(|(row, _)| format!("`{}`", row.id)).collect();
        ids.join(", ")
    };
    let caller = ids(|needs| matches!(needs, Needs::Caller));
    writeln!(text, "With any credential, and about the caller alone: {caller}.\n").unwrap();
    writeln!(text, "Without a credential: {}.", ids(|needs| matches!(needs, Needs::Anybody))).unwrap();
    text
}

/// What an operation needs when it is asked for something else than usual.
fn variants_of(
    operation: &'static generated::Operation,
) -> impl Iterator<Item = (&'static generated::Operation, &'static str, Needs)> {
    let of_it = matrix::VARIANTS.iter().filter(|(id, ..)| *id == operation.id);
    of_it.map(move |(_, what, needs)| (operation, *what, *needs))
}

/// In the contract's order.
fn rules() -> impl Iterator<Item = (&'static generated::Operation, Needs)> {
    generated::OPERATIONS.iter().filter_map(|operation| matrix::needs_of(operation.id).map(|needs| (operation, needs)))
}

fn request(operation: &generated::Operation) -> String {
    format!("`{} {}`", operation.method, operation.path.trim_start_matches("/api/v1"))
}

fn need(permission: Permission, thing: Thing) -> String {
    let thing = match thing {
        Thing::Share => "the share",
        Thing::Folder => "the folder",
        Thing::File => "the file",
        Thing::Target => "the place where it goes",
    };
    format!("{} on {thing}", permission.name())
}

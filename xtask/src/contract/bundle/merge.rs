//! One document out of many: paths and components of the areas join those of the root.

use crate::contract::node::{Entry, Fault, Node, Object, Span};
use crate::contract::source::Source;

use super::METHODS;

const ROOT_FILE: &str = "openapi.yaml";
const DUPLICATE: &str = "duplicate-definition";
const AREA_MEMBER: &str = "area-member";

/// The members of the document in the order in which it is published.
const MEMBER_ORDER: [&str; 7] = ["openapi", "info", "servers", "security", "tags", "paths", "components"];

pub fn merge(mut sources: Vec<Source>, faults: &mut Vec<Fault>) -> Result<Node, Fault> {
    let Some(index) = sources.iter().position(|source| source.file_name == ROOT_FILE) else {
        let folder = sources.first().and_then(|source| source.label.rsplit_once('/')).map_or("openapi", |(at, _)| at);
        return Err(Fault::new(&Span::start_of(&format!("{folder}/{ROOT_FILE}")), "yaml", "there is no root document"));
    };
    let root = sources.remove(index);
    sort_by_tag(&mut sources, &root.root);

    let span = root.root.span.clone();
    let Some(mut members) = root.root.as_object().cloned() else {
        return Err(Fault::new(&span, "wrong-type", "the root document must be a mapping"));
    };
    let mut paths = members.remove("paths").and_then(into_object).unwrap_or_default();
    let mut components = members.remove("components").and_then(into_object).unwrap_or_default();

    for source in sources {
        for entry in source.root.entries() {
            match entry.key.as_str() {
                // What makes an area a valid document of its own; the root says it for the whole.
                "openapi" | "info" => {}
                "paths" => merge_paths(&mut paths, &entry.value, faults),
                "components" => merge_components(&mut components, &entry.value, faults),
                other => faults.push(Fault::new(
                    &entry.span,
                    AREA_MEMBER,
                    format!("`{other}` belongs into {ROOT_FILE}; an area has paths and components"),
                )),
            }
        }
    }

    members.set("paths", Node::object(paths, &span));
    members.set("components", Node::object(components, &span));
    let position = |entry: &Entry| MEMBER_ORDER.iter().position(|key| *key == entry.key).unwrap_or(MEMBER_ORDER.len());
    members.entries.sort_by_key(position);
    Ok(Node::object(members, &span))
}

/// Areas come in the order of the tags that they are named after; others follow by name.
fn sort_by_tag(sources: &mut [Source], root: &Node) {
    let tags = root.get("tags").map(Node::items).unwrap_or_default();
    let position = |source: &Source| {
        let area = source.file_name.trim_end_matches(".yaml");
        tags.iter().position(|tag| tag.get("name").and_then(Node::as_str) == Some(area)).unwrap_or(tags.len())
    };
    sources.sort_by_key(position);
}

/// The same path may stand in two areas, if they give it different methods.
fn merge_paths(paths: &mut Object, area: &Node, faults: &mut Vec<Fault>) {
    for entry in area.entries() {
        let Some(existing) = paths.get_mut(&entry.key) else {
            paths.entries.push(entry.clone());
            continue;
        };
        let Some(existing) = existing.as_object_mut() else { continue };
        for member in entry.value.entries() {
            match existing.entry(&member.key) {
                None => existing.entries.push(member.clone()),
                // Shared parameters would silently reach the other area's operations.
                Some(first) => {
                    let what = if METHODS.contains(&member.key.as_str()) { "operation" } else { "member" };
                    let text = format!("the {what} `{}` of `{}` exists already: {}", member.key, entry.key, first.span);
                    faults.push(Fault::new(&member.span, DUPLICATE, text));
                }
            }
        }
    }
}

fn merge_components(components: &mut Object, area: &Node, faults: &mut Vec<Fault>) {
    for section in area.entries() {
        let Some(target) = components.object_or_insert(&section.key, &section.span) else { continue };
        for entry in section.value.entries() {
            match target.entry(&entry.key) {
                None => target.entries.push(entry.clone()),
                Some(first) => {
                    let text = format!("`{}` of `{}` exists already: {}", entry.key, section.key, first.span);
                    faults.push(Fault::new(&entry.span, DUPLICATE, text));
                }
            }
        }
    }
}

fn into_object(node: Node) -> Option<Object> {
    match node.value {
        crate::contract::node::Value::Object(object) => Some(object),
        _ => None,
    }
}

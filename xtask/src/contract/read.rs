//! From the published document to the representation that the emitters work on.
//!
//! Every member of every object is asked for; what is left over is a fault. So the constructs that a contract may use
//! are exactly those that the generator can express, and none is dropped silently.

mod operations;
mod schemas;
mod usage;

use std::collections::BTreeMap;

use super::bundle::METHODS;
use super::cursor::{Cursor, push};
use super::model::{Contract, Operation, ProblemCode, Tag, TypeDef};
use super::node::{Fault, Faults, Node};

/// Reads the bundled document. All faults at once, at most one for each component and operation.
pub fn read(document: &Node) -> Result<Contract, Faults> {
    let mut reader = Reader { document, types: Vec::new(), codes: Vec::new(), discriminators: BTreeMap::new() };
    let mut faults = Vec::new();
    let contract = reader.contract(&mut faults);
    match contract {
        Ok(contract) if faults.is_empty() => Ok(contract),
        Ok(_) => Err(Faults(faults)),
        Err(fault) => {
            faults.push(fault);
            Err(Faults(faults))
        }
    }
}

struct Reader<'a> {
    document: &'a Node,
    types: Vec<TypeDef>,
    codes: Vec<ProblemCode>,
    /// Schemas that are a variant of a union, and the property that tells so; the union says it in their place.
    discriminators: BTreeMap<&'a str, &'a str>,
}

impl<'a> Reader<'a> {
    fn contract(&mut self, faults: &mut Vec<Fault>) -> Result<Contract, Fault> {
        let mut root = Cursor::open(self.document, "")?;
        root.required_string("openapi")?;
        root.get("servers");
        root.get("security");

        let mut info = Cursor::open(root.required("info")?, "/info")?;
        let title = info.required_string("title")?.to_owned();
        let version = info.required_string("version")?.to_owned();
        for key in ["summary", "description", "license", "contact", "termsOfService"] {
            info.get(key);
        }
        info.finish()?;

        self.codes = problem_codes(root.get("x-problem-codes"))?;
        let tags = tags(root.get("tags"))?;
        self.components(root.get("components"), faults)?;
        let operations = self.paths(root.required("paths")?, faults)?;
        root.finish()?;

        usage::check_variants(&self.types, &operations, &self.discriminators, self.document, faults);
        usage::mark(&mut self.types, &operations);
        let types = std::mem::take(&mut self.types);
        Ok(Contract { title, version, tags, problem_codes: std::mem::take(&mut self.codes), types, operations })
    }

    fn components(&mut self, components: Option<&'a Node>, faults: &mut Vec<Fault>) -> Result<(), Fault> {
        let Some(components) = components else { return Ok(()) };
        let mut sections = Cursor::open(components, "/components")?;
        // Read where they are used.
        for section in ["parameters", "headers", "responses", "requestBodies", "securitySchemes"] {
            sections.get(section);
        }
        let schemas = sections.get("schemas").map(Node::entries).unwrap_or_default();
        sections.finish()?;

        for entry in schemas {
            self.note_discriminators(&entry.value);
        }
        for entry in schemas {
            let pointer = push("/components/schemas", &entry.key);
            if let Err(fault) = self.define(&entry.key, &entry.value, &pointer) {
                faults.push(fault);
            }
        }
        Ok(())
    }

    fn paths(&mut self, paths: &'a Node, faults: &mut Vec<Fault>) -> Result<Vec<Operation>, Fault> {
        Cursor::open(paths, "/paths")?;
        let mut operations = Vec::new();
        for path in paths.entries() {
            let pointer = push("/paths", &path.key);
            let mut item = Cursor::open(&path.value, &pointer)?;
            for method in METHODS {
                item.get(method);
            }
            if let Err(fault) = item.finish() {
                faults.push(fault);
            }
            for entry in path.value.entries().iter().filter(|entry| METHODS.contains(&entry.key.as_str())) {
                match self.operation(&path.key, &entry.key, &entry.value, &push(&pointer, &entry.key)) {
                    Ok(operation) => operations.push(operation),
                    Err(fault) => faults.push(fault),
                }
            }
        }
        Ok(operations)
    }
}

fn tags(node: Option<&Node>) -> Result<Vec<Tag>, Fault> {
    let mut tags = Vec::new();
    for (index, tag) in node.map(Node::items).unwrap_or_default().iter().enumerate() {
        let mut tag = Cursor::open(tag, format!("/tags/{index}"))?;
        tags.push(Tag { name: tag.required_string("name")?.to_owned(), description: tag.text("description")? });
        tag.finish()?;
    }
    Ok(tags)
}

fn problem_codes(node: Option<&Node>) -> Result<Vec<ProblemCode>, Fault> {
    let mut codes = Vec::new();
    for entry in node.map(Node::entries).unwrap_or_default() {
        let mut row = Cursor::open(&entry.value, push("/x-problem-codes", &entry.key))?;
        let status = row.unsigned("status")?.and_then(|status| status.try_into().ok());
        codes.push(ProblemCode {
            code: entry.key.clone(),
            status: status.ok_or_else(|| row.unsupported("a problem code needs a status"))?,
            title: row.text("title")?,
            description: row.text("description")?,
        });
        row.finish()?;
    }
    Ok(codes)
}

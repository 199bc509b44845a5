//! How a form stands in the document that poem-openapi emits.

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::Type;

use super::{Form, PartKind};

/// The schema of a part of type `T`, narrowed by what else the contract says of it.
pub fn part_schema<T: Type>(registry: &mut Registry, limits: MetaSchema) -> MetaSchemaRef {
    T::register(registry);
    T::schema_ref().merge(limits)
}

/// The limits of a list's items or of a map's values, as `MetaSchema` holds them.
pub fn inline(limits: MetaSchema) -> Option<Box<MetaSchemaRef>> {
    Some(Box::new(MetaSchemaRef::Inline(Box::new(limits))))
}

pub(super) fn form_schema<F: Form>(registry: &mut Registry) -> MetaSchema {
    let mut schema = MetaSchema::new("object");
    schema.description = Some(F::DESCRIPTION).filter(|description| !str::is_empty(description));
    for rule in F::PARTS {
        if rule.required {
            schema.required.push(rule.name);
        }
        let own = match rule.kind {
            PartKind::Text => (rule.schema)(registry),
            PartKind::File if rule.repeated => MetaSchemaRef::Inline(Box::new(MetaSchema {
                items: Some(Box::new(binary())),
                ..MetaSchema::new("array")
            })),
            PartKind::File => binary(),
        };
        let described = own.merge(MetaSchema { description: Some(rule.description), ..MetaSchema::ANY });
        schema.properties.push((rule.name, described));
    }
    schema
}

fn binary() -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "binary")))
}

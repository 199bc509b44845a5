//! A second, simple opinion on what the tree of a share does: folders and files in memory, and the rules of names, trash
//! and rights in as few lines as possible. It knows nothing of the server; `it/history.rs` holds the two against each
//! other.

use std::collections::BTreeMap;

use uuid::Uuid;

/// Numbers that look random and are the same for the same seed (`SplitMix64`).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % end as u64).expect("it is below a usize")
    }

    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }
}

/// Names that meet often, and in other spellings.
pub const NAMES: [&str; 10] = ["a", "A", "b", "B", "c.txt", "C.TXT", "d", "e", "f", "g"];

/// What somebody may do in the share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Not even know of it.
    Nothing,
    Read,
    Everything,
}

/// What to do with the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    FolderCreate { parent: Option<Uuid>, name: &'static str },
    FolderRename { id: Uuid, name: &'static str },
    FolderDelete { id: Uuid, permanent: bool },
    FileUpload { parent: Option<Uuid>, name: &'static str, size_bytes: usize },
    FileReplace { id: Uuid, size_bytes: usize },
    FileRename { id: Uuid, name: &'static str },
    FileDelete { id: Uuid, permanent: bool },
}

/// What the answer must be: the status, and the problem's code if it is one.
pub type Outcome = (u16, Option<&'static str>);

const NOT_FOUND: Outcome = (404, Some("NOT_FOUND"));
const DENIED: Outcome = (403, Some("AUTHZ_PERMISSION_DENIED"));
const DELETED: Outcome = (410, Some("RESOURCE_DELETED"));
const CONFLICT: Outcome = (409, Some("NAME_CONFLICT"));

/// A folder or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub parent: Option<Uuid>,
    pub name: String,
    /// The sizes of a file's versions; `None` for a folder.
    pub versions: Option<Vec<usize>>,
    /// What was put into the trash: this, or a folder above.
    pub trash_root: Option<Uuid>,
}

/// The tree of one share.
#[derive(Debug, Clone, Default)]
pub struct Model {
    pub nodes: BTreeMap<Uuid, Node>,
    /// What is gone for good; asked for again now and then.
    pub gone: Vec<Uuid>,
    /// How many changes there were.
    pub changes: i64,
}

impl Model {
    /// Something to do, mostly with what is there.
    pub fn random_operation(&self, random: &mut Random) -> Operation {
        let folders: Vec<Uuid> = self.ids(true);
        let files: Vec<Uuid> = self.ids(false);
        let name = *random.pick(&NAMES);
        let size_bytes = *random.pick(&[0, 1, 100, 20_000]);
        let place = |random: &mut Random| {
            if folders.is_empty() || random.below(4) == 0 { None } else { Some(*random.pick(&folders)) }
        };
        let one_of = |random: &mut Random, ids: &[Uuid], gone: &[Uuid]| {
            // Rarely something that is gone, or never was.
            match random.below(20) {
                0 if !gone.is_empty() => *random.pick(gone),
                _ if ids.is_empty() => Uuid::from_u128(u128::from(random.number())),
                _ => *random.pick(ids),
            }
        };
        match random.below(20) {
            0..=3 => Operation::FolderCreate { parent: place(random), name },
            4..=5 => Operation::FolderRename { id: one_of(random, &folders, &self.gone), name },
            6 => Operation::FolderDelete { id: one_of(random, &folders, &self.gone), permanent: false },
            7 => Operation::FolderDelete { id: one_of(random, &folders, &self.gone), permanent: true },
            8..=12 => Operation::FileUpload { parent: place(random), name, size_bytes },
            13..=14 => Operation::FileReplace { id: one_of(random, &files, &self.gone), size_bytes },
            15..=16 => Operation::FileRename { id: one_of(random, &files, &self.gone), name },
            17..=18 => Operation::FileDelete { id: one_of(random, &files, &self.gone), permanent: false },
            _ => Operation::FileDelete { id: one_of(random, &files, &self.gone), permanent: true },
        }
    }

    /// The ids of all folders, or of all files, the trash among them.
    fn ids(&self, folders: bool) -> Vec<Uuid> {
        self.nodes.iter().filter(|(_, node)| node.versions.is_none() == folders).map(|(id, _)| *id).collect()
    }

    /// What must be answered to somebody with that right.
    pub fn expect(&self, right: Right, operation: &Operation) -> Outcome {
        match right {
            Right::Nothing => return NOT_FOUND,
            Right::Read | Right::Everything => {}
        }
        let subject = match operation {
            Operation::FolderCreate { parent, .. } | Operation::FileUpload { parent, .. } => *parent,
            Operation::FolderRename { id, .. } | Operation::FolderDelete { id, .. } => Some(*id),
            Operation::FileReplace { id, .. } | Operation::FileRename { id, .. } | Operation::FileDelete { id, .. } => {
                Some(*id)
            }
        };
        let is_folder = !matches!(
            operation,
            Operation::FileReplace { .. } | Operation::FileRename { .. } | Operation::FileDelete { .. }
        );
        let node = match subject {
            None => None,
            Some(id) => match self.nodes.get(&id) {
                Some(node) if node.versions.is_none() == is_folder => Some(node),
                Some(_) | None => return NOT_FOUND,
            },
        };
        if right == Right::Read {
            return DENIED;
        }
        let is_trashed = node.is_some_and(|node| node.trash_root.is_some());
        match operation {
            Operation::FolderDelete { .. } | Operation::FileDelete { .. } => (204, None),
            _ if is_trashed => DELETED,
            Operation::FolderCreate { parent, name } | Operation::FileUpload { parent, name, .. } => {
                if self.holder(*parent, name).is_some() { CONFLICT } else { (201, None) }
            }
            Operation::FolderRename { id, name } | Operation::FileRename { id, name } => {
                let parent = self.nodes[id].parent;
                if self.holder(parent, name).is_some_and(|holder| holder != *id) { CONFLICT } else { (200, None) }
            }
            Operation::FileReplace { .. } => (200, None),
        }
    }

    /// Does it, as the server has; `id` is of what was made.
    pub fn apply(&mut self, operation: &Operation, id: Option<Uuid>) {
        match *operation {
            Operation::FolderCreate { parent, name } => {
                let node = Node { parent, name: name.to_owned(), versions: None, trash_root: None };
                self.nodes.insert(id.expect("a folder was made"), node);
                self.changes += 1;
            }
            Operation::FileUpload { parent, name, size_bytes } => {
                let node = Node { parent, name: name.to_owned(), versions: Some(vec![size_bytes]), trash_root: None };
                self.nodes.insert(id.expect("a file was made"), node);
                self.changes += 1;
            }
            Operation::FolderRename { id, name } | Operation::FileRename { id, name } => {
                self.node(id).name = name.to_owned();
                self.changes += 1;
            }
            Operation::FileReplace { id, size_bytes } => {
                self.node(id).versions.as_mut().expect("it is a file").push(size_bytes);
                self.changes += 1;
            }
            Operation::FolderDelete { id, permanent: false } | Operation::FileDelete { id, permanent: false } => {
                if self.node(id).trash_root.is_some() {
                    return;
                }
                for below in self.below(id) {
                    self.node(below).trash_root.get_or_insert(id);
                }
                self.changes += 1;
            }
            Operation::FolderDelete { id, permanent: true } | Operation::FileDelete { id, permanent: true } => {
                for below in self.below(id) {
                    self.nodes.remove(&below);
                    self.gone.push(below);
                }
                self.changes += 1;
            }
        }
    }

    /// Which live node has that name there.
    fn holder(&self, parent: Option<Uuid>, name: &str) -> Option<Uuid> {
        let is_it =
            |node: &Node| node.parent == parent && node.trash_root.is_none() && node.name.eq_ignore_ascii_case(name);
        self.nodes.iter().find(|(_, node)| is_it(node)).map(|(id, _)| *id)
    }

    fn node(&mut self, id: Uuid) -> &mut Node {
        self.nodes.get_mut(&id).expect("the model knows it")
    }

    /// A node and all that lies below it, the trash among them.
    pub fn below(&self, id: Uuid) -> Vec<Uuid> {
        let mut found = vec![id];
        let mut next = 0;
        while next < found.len() {
            let parent = found[next];
            found.extend(self.nodes.iter().filter(|(_, node)| node.parent == Some(parent)).map(|(id, _)| *id));
            next += 1;
        }
        found
    }

    /// The path below the share's root.
    pub fn path(&self, id: Uuid) -> String {
        let node = &self.nodes[&id];
        let above = node.parent.map(|parent| self.path(parent)).unwrap_or_default();
        format!("{above}/{}", node.name)
    }

    /// The sizes of all versions together.
    pub fn used_bytes(&self) -> usize {
        self.nodes.values().flat_map(|node| node.versions.iter().flatten()).sum()
    }
}

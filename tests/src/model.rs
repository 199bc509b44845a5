//! A second, simple opinion on what the trees of two shares do: folders and files in memory, and the rules of names, trash
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

/// How many shares there are, each with a tree.
pub const SHARES: usize = 2;

/// How large a folder may be to be copied: a tree that doubles each time soon takes all the time there is.
const COPIED_MAX: usize = 8;

/// The root of one of the shares, or a folder in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub share: usize,
    pub folder: Option<Uuid>,
}

/// What to do with the trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    FolderCreate { parent: Place, name: &'static str },
    FolderRename { id: Uuid, name: &'static str },
    FolderMove { id: Uuid, to: Place },
    FolderCopy { id: Uuid, to: Place },
    FolderRestore { id: Uuid },
    FolderDelete { id: Uuid, permanent: bool },
    FileUpload { parent: Place, name: &'static str, size_bytes: usize },
    FileReplace { id: Uuid, size_bytes: usize },
    FileRename { id: Uuid, name: &'static str },
    FileMove { id: Uuid, to: Place },
    FileCopy { id: Uuid, to: Place },
    FileRestore { id: Uuid },
    FileDelete { id: Uuid, permanent: bool },
}

/// What the answer must be: the status, and the problem's code if it is one.
pub type Outcome = (u16, Option<&'static str>);

const NOT_FOUND: Outcome = (404, Some("NOT_FOUND"));
const DENIED: Outcome = (403, Some("AUTHZ_PERMISSION_DENIED"));
const DELETED: Outcome = (410, Some("RESOURCE_DELETED"));
const INVALID: Outcome = (400, Some("INVALID_ARGUMENT"));
const CONFLICT: Outcome = (409, Some("NAME_CONFLICT"));

/// A folder or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Which share it is in.
    pub share: usize,
    pub parent: Option<Uuid>,
    pub name: String,
    /// The sizes of a file's versions; `None` for a folder.
    pub versions: Option<Vec<usize>>,
    /// What was put into the trash: this, or a folder above.
    pub trash_root: Option<Uuid>,
}

/// The trees of some shares.
#[derive(Debug, Clone, Default)]
pub struct Model {
    pub nodes: BTreeMap<Uuid, Node>,
    /// What is gone for good; asked for again now and then.
    pub gone: Vec<Uuid>,
    /// How many changes there were in each share.
    pub changes: [i64; SHARES],
}

impl Model {
    /// Something to do, mostly with what is there.
    pub fn random_operation(&self, random: &mut Random) -> Operation {
        let folders: Vec<Uuid> = self.ids(true);
        let files: Vec<Uuid> = self.ids(false);
        let name = *random.pick(&NAMES);
        let size_bytes = *random.pick(&[0, 1, 100, 20_000]);
        let place = |random: &mut Random| {
            if folders.is_empty() || random.below(4) == 0 {
                return Place { share: random.below(SHARES), folder: None };
            }
            let folder = *random.pick(&folders);
            Place { share: self.nodes[&folder].share, folder: Some(folder) }
        };
        let one_of = |random: &mut Random, ids: &[Uuid], gone: &[Uuid]| {
            // Rarely something that is gone, or never was.
            match random.below(20) {
                0 if !gone.is_empty() => *random.pick(gone),
                _ if ids.is_empty() => Uuid::from_u128(u128::from(random.number())),
                _ => *random.pick(ids),
            }
        };
        let folder = |random: &mut Random| one_of(random, &folders, &self.gone);
        let file = |random: &mut Random| one_of(random, &files, &self.gone);
        let copied = |random: &mut Random| {
            let (id, to) = (folder(random), place(random));
            if self.below(id).len() > COPIED_MAX {
                Operation::FolderMove { id, to }
            } else {
                Operation::FolderCopy { id, to }
            }
        };
        match random.below(34) {
            0..=3 => Operation::FolderCreate { parent: place(random), name },
            4..=5 => Operation::FolderRename { id: folder(random), name },
            6..=9 => Operation::FolderMove { id: folder(random), to: place(random) },
            10..=11 => Operation::FolderDelete { id: folder(random), permanent: false },
            12..=13 => Operation::FolderRestore { id: folder(random) },
            14 => Operation::FolderDelete { id: folder(random), permanent: true },
            15..=18 => Operation::FileUpload { parent: place(random), name, size_bytes },
            19..=20 => Operation::FileReplace { id: file(random), size_bytes },
            21..=22 => Operation::FileRename { id: file(random), name },
            23..=24 => Operation::FileMove { id: file(random), to: place(random) },
            25..=26 => Operation::FileCopy { id: file(random), to: place(random) },
            27..=28 => Operation::FileDelete { id: file(random), permanent: false },
            29..=30 => Operation::FileRestore { id: file(random) },
            31..=32 => copied(random),
            _ => Operation::FileDelete { id: file(random), permanent: true },
        }
    }

    /// The ids of all folders, or of all files, the trash among them.
    fn ids(&self, folders: bool) -> Vec<Uuid> {
        self.nodes.iter().filter(|(_, node)| node.versions.is_none() == folders).map(|(id, _)| *id).collect()
    }

    /// What must be answered to somebody with that right.
    pub fn expect(&self, right: Right, operation: &Operation) -> Outcome {
        match right {
            Right::Nothing => NOT_FOUND,
            // To what is not there, nobody is denied anything.
            Right::Read => match self.refused(operation, right) {
                Some(outcome) => outcome,
                None => DENIED,
            },
            Right::Everything => match self.refused(operation, right) {
                Some(outcome) => outcome,
                None => self.outcome(operation),
            },
        }
    }

    /// What is said before anybody looks at names: that something is not there, or not any more.
    fn refused(&self, operation: &Operation, right: Right) -> Option<Outcome> {
        let subject = match *operation {
            Operation::FolderCreate { parent, .. } | Operation::FileUpload { parent, .. } => {
                return self.place(parent, right);
            }
            Operation::FolderRename { id, .. }
            | Operation::FolderMove { id, .. }
            | Operation::FolderCopy { id, .. }
            | Operation::FolderRestore { id }
            | Operation::FolderDelete { id, .. } => self.nodes.get(&id).filter(|node| node.versions.is_none()),
            Operation::FileReplace { id, .. }
            | Operation::FileRename { id, .. }
            | Operation::FileMove { id, .. }
            | Operation::FileCopy { id, .. }
            | Operation::FileRestore { id }
            | Operation::FileDelete { id, .. } => self.nodes.get(&id).filter(|node| node.versions.is_some()),
        };
        let Some(node) = subject else { return Some(NOT_FOUND) };
        let deleted = node.trash_root.is_some().then_some(DELETED);
        match *operation {
            Operation::FolderDelete { .. }
            | Operation::FileDelete { .. }
            | Operation::FolderRestore { .. }
            | Operation::FileRestore { .. } => None,
            // A reader may see the source: where the copy is to be is asked after that.
            Operation::FileCopy { to, .. } => deleted.or_else(|| self.place(to, right)),
            // The place is asked for before the thing is.
            Operation::FileMove { to, .. } | Operation::FolderCopy { to, .. } => {
                self.place(to, right).or(deleted.filter(|_| right != Right::Read))
            }
            _ if right == Right::Read => None,
            Operation::FolderMove { to, .. } => deleted.or_else(|| self.place(to, right)),
            _ => deleted,
        }
    }

    /// Why nothing can be put there; whether it is in the trash is told to those who might otherwise.
    fn place(&self, place: Place, right: Right) -> Option<Outcome> {
        let folder = place.folder.map(|id| self.nodes.get(&id).filter(|node| node.versions.is_none()));
        match folder {
            None => None,
            Some(None) => Some(NOT_FOUND),
            Some(Some(folder)) => (folder.trash_root.is_some() && right != Right::Read).then_some(DELETED),
        }
    }

    /// What becomes of it, if nothing is in the way but names.
    fn outcome(&self, operation: &Operation) -> Outcome {
        let free = |place: Place, name: &str, id: Option<Uuid>, done: u16| match self.holder(place, name) {
            Some(holder) if Some(holder) != id => CONFLICT,
            Some(_) | None => (done, None),
        };
        match *operation {
            Operation::FolderDelete { .. } | Operation::FileDelete { .. } => (204, None),
            Operation::FolderCreate { parent, name } | Operation::FileUpload { parent, name, .. } => {
                free(parent, name, None, 201)
            }
            Operation::FolderRename { id, name } | Operation::FileRename { id, name } => {
                free(self.nodes[&id].place(), name, Some(id), 200)
            }
            Operation::FolderMove { to: Place { folder: Some(to), .. }, id }
            | Operation::FolderCopy { to: Place { folder: Some(to), .. }, id }
                if self.below(id).contains(&to) =>
            {
                INVALID
            }
            Operation::FolderMove { id, to } | Operation::FileMove { id, to } => {
                free(to, &self.nodes[&id].name, Some(id), 200)
            }
            Operation::FileCopy { id, to } | Operation::FolderCopy { id, to } => {
                free(to, &self.nodes[&id].name, None, 201)
            }
            Operation::FolderRestore { id } | Operation::FileRestore { id } => {
                let node = &self.nodes[&id];
                if node.trash_root.is_none() { (200, None) } else { free(self.way_back(id), &node.name, None, 200) }
            }
            Operation::FileReplace { .. } => (200, None),
        }
    }

    /// Where something lands that comes out of the trash: where it was, or at the root if that is in the trash.
    fn way_back(&self, id: Uuid) -> Place {
        let Node { share, parent, .. } = self.nodes[&id];
        Place { share, folder: parent.filter(|parent| self.nodes[parent].trash_root.is_none()) }
    }

    /// Which shares hear of it.
    fn shares_of(&self, operation: &Operation) -> Vec<usize> {
        match *operation {
            Operation::FolderCreate { parent, .. } | Operation::FileUpload { parent, .. } => vec![parent.share],
            Operation::FolderCopy { to, .. } | Operation::FileCopy { to, .. } => vec![to.share],
            Operation::FolderMove { id, to } | Operation::FileMove { id, to } => {
                let from = self.nodes[&id].share;
                if from == to.share { vec![from] } else { vec![from, to.share] }
            }
            Operation::FolderRename { id, .. }
            | Operation::FolderRestore { id }
            | Operation::FolderDelete { id, .. }
            | Operation::FileReplace { id, .. }
            | Operation::FileRename { id, .. }
            | Operation::FileRestore { id }
            | Operation::FileDelete { id, .. } => vec![self.nodes[&id].share],
        }
    }

    /// Does it, as the server has; `made` is the id of what was made, and `below` the ids of what was made below it, by
    /// their paths from there.
    pub fn apply(&mut self, operation: &Operation, made: Option<Uuid>, below: &BTreeMap<String, Uuid>) {
        let shares = self.shares_of(operation);
        match *operation {
            Operation::FolderCreate { parent, name } => self.insert(made, parent, name.to_owned(), None),
            Operation::FileUpload { parent, name, size_bytes } => {
                self.insert(made, parent, name.to_owned(), Some(vec![size_bytes]));
            }
            Operation::FileCopy { id, to } => {
                let source = self.node(id);
                let (name, versions) = (source.name.clone(), source.versions.iter().flatten().last().copied());
                self.insert(made, to, name, Some(versions.into_iter().collect()));
            }
            Operation::FolderCopy { id, to } => self.copy(id, to, made.expect("something was made"), below),
            Operation::FolderRename { id, name } | Operation::FileRename { id, name } => {
                self.node(id).name = name.to_owned();
            }
            Operation::FolderMove { id, to } | Operation::FileMove { id, to } => {
                self.node(id).parent = to.folder;
                for below in self.below(id) {
                    self.node(below).share = to.share;
                }
            }
            Operation::FileReplace { id, size_bytes } => {
                self.node(id).versions.as_mut().expect("it is a file").push(size_bytes);
            }
            Operation::FolderRestore { id } | Operation::FileRestore { id } => {
                let Some(root) = self.node(id).trash_root else { return };
                let parent = self.way_back(id).folder;
                self.node(id).parent = parent;
                // What was put into the trash by itself stays there.
                for below in self.below(id) {
                    self.node(below).trash_root.take_if(|unit| *unit == root);
                }
            }
            Operation::FolderDelete { id, permanent: false } | Operation::FileDelete { id, permanent: false } => {
                if self.node(id).trash_root.is_some() {
                    return;
                }
                for below in self.below(id) {
                    self.node(below).trash_root.get_or_insert(id);
                }
            }
            Operation::FolderDelete { id, permanent: true } | Operation::FileDelete { id, permanent: true } => {
                for below in self.below(id) {
                    self.nodes.remove(&below);
                    self.gone.push(below);
                }
            }
        }
        for share in shares {
            self.changes[share] += 1;
        }
    }

    /// What is live in the folder, with the current versions of its files. The server has made exactly that.
    fn copy(&mut self, id: Uuid, to: Place, made: Uuid, told: &BTreeMap<String, Uuid>) {
        let mut copies = BTreeMap::from([(id, (made, String::new()))]);
        let mut left = told.clone();
        // Each after the one that it is in.
        for source in self.below(id) {
            let node = self.nodes[&source].clone();
            if node.trash_root.is_some() {
                continue;
            }
            if source == id {
                self.insert(Some(made), to, node.name, None);
                continue;
            }
            let above = node.parent.and_then(|parent| copies.get(&parent)).expect("what is above is live, too");
            let (folder, path) = (above.0, format!("{}/{}", above.1, node.name));
            let copy = left.remove(&path).unwrap_or_else(|| panic!("{path} was not copied: {told:?}"));
            let current = node.versions.map(|versions| versions.last().copied().into_iter().collect());
            self.insert(Some(copy), Place { share: to.share, folder: Some(folder) }, node.name, current);
            copies.insert(source, (copy, path));
        }
        assert!(left.is_empty(), "{left:?} should not have been copied");
    }

    fn insert(&mut self, id: Option<Uuid>, place: Place, name: String, versions: Option<Vec<usize>>) {
        let node = Node { share: place.share, parent: place.folder, name, versions, trash_root: None };
        self.nodes.insert(id.expect("something was made"), node);
    }

    /// Which live node has that name there.
    fn holder(&self, place: Place, name: &str) -> Option<Uuid> {
        let is_it =
            |node: &Node| node.place() == place && node.trash_root.is_none() && node.name.eq_ignore_ascii_case(name);
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

    /// The sizes of all versions in a share together.
    pub fn used_bytes(&self, share: usize) -> usize {
        let there = self.nodes.values().filter(|node| node.share == share);
        there.flat_map(|node| node.versions.iter().flatten()).sum()
    }

    /// Of these, what is in the trash.
    pub fn trash_bytes(&self, share: usize) -> usize {
        let there = self.nodes.values().filter(|node| node.share == share && node.trash_root.is_some());
        there.flat_map(|node| node.versions.iter().flatten()).sum()
    }
}

impl Node {
    /// Where it lies.
    pub fn place(&self) -> Place {
        Place { share: self.share, folder: self.parent }
    }
}

//! The table of changes: what each means to callers that were written for the old contract.

use serde::Serialize;

/// How bad a change is, ascending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Old callers notice nothing.
    Additive,
    /// Old callers work, but should prepare.
    Deprecating,
    /// Old callers fail, or do something else than before.
    Breaking,
}

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Request,
    Response,
}

/// A kind of change, and what it means.
struct Row {
    id: &'static str,
    request: Class,
    response: Class,
    why: &'static str,
}

macro_rules! rules {
    ($($rule:ident $id:literal $request:ident $response:ident $why:literal;)*) => {
        /// A kind of change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = $why] $rule,)*
        }

        const RULES: &[Rule] = &[$(Rule::$rule),*];

        impl Rule {
            fn row(self) -> Row {
                match self {
                    $(Self::$rule => Row { id: $id, request: Class::$request, response: Class::$response, why: $why },)*
                }
            }
        }
    };
}

// Rule, its name in reports, its class in requests, its class in responses, the reason.
rules! {
    OperationAdded "operation-added" Additive Additive "Nobody calls it yet.";
    OperationRemoved "operation-removed" Breaking Breaking "Its callers get 404 or 405.";
    OperationDeprecated "operation-deprecated" Deprecating Deprecating "It works, but its callers should leave.";
    OperationRevived "operation-revived" Additive Additive "It is here to stay after all.";
    OperationRenamed "operation-renamed" Breaking Breaking "Generated clients name their methods after the id.";
    OperationMoved "operation-moved" Breaking Breaking "Generated clients group their methods by tag.";
    SecurityAdded "security-added" Breaking Breaking "Callers without a credential get 401.";
    SecurityRemoved "security-removed" Additive Additive "A credential that nobody asks for does no harm.";
    ScopeChanged "scope-changed" Breaking Breaking "Tokens that were made for the old scope get 403.";
    IdempotencyWeakened "idempotency-weakened" Breaking Breaking "Clients repeat what must not be repeated.";
    IdempotencyStrengthened "idempotency-strengthened" Additive Additive "Clients repeat less than they may.";
    PaginationAdded "pagination-added" Additive Additive "The parameters and members it brings are judged by themselves.";
    PaginationRemoved "pagination-removed" Breaking Breaking "Clients walk through pages by it.";
    BodyLimitLowered "body-limit-lowered" Breaking Breaking "Bodies that fitted get 413.";
    BodyLimitRaised "body-limit-raised" Additive Additive "Every body that fitted fits.";
    ParameterAddedRequired "parameter-added-required" Breaking Breaking "Nobody sends it yet.";
    ParameterAddedOptional "parameter-added-optional" Additive Additive "Nobody needs to send it.";
    ParameterRemoved "parameter-removed" Breaking Breaking "Unknown parameters are refused; and it did something.";
    ParameterRequired "parameter-required" Breaking Breaking "Who left it out gets 422.";
    ParameterOptional "parameter-optional" Additive Additive "Everybody sends it.";
    BodyAddedRequired "body-added-required" Breaking Breaking "Nobody sends one yet.";
    BodyAddedOptional "body-added-optional" Additive Additive "Nobody needs to send one.";
    BodyRemoved "body-removed" Breaking Breaking "It did something.";
    BodyRequired "body-required" Breaking Breaking "Who left it out gets 422.";
    BodyOptional "body-optional" Additive Additive "Everybody sends it.";
    MediaTypeAdded "media-type-added" Additive Breaking "A server takes more; but a client decodes by what it knows.";
    MediaTypeRemoved "media-type-removed" Breaking Breaking "Who sends or expects it is refused or disappointed.";
    SuccessAdded "success-added" Breaking Breaking "A client takes an answer of success that it does not know for a failure.";
    SuccessRemoved "success-removed" Breaking Breaking "Callers wait for it: for 304 to keep a copy, for 206 to resume.";
    ProblemStatusAdded "problem-status-added" Additive Additive "Clients know every problem by its class of status and its body.";
    ProblemStatusRemoved "problem-status-removed" Additive Additive "One failure less.";
    ProblemCodeAdded "problem-code-added" Additive Additive "The codes of a client are open.";
    ProblemCodeRemoved "problem-code-removed" Additive Additive "One failure less.";
    HeaderAdded "header-added" Additive Additive "Clients pass over headers that they do not know.";
    HeaderRemoved "header-removed" Breaking Breaking "Callers read it.";
    HeaderOptional "header-optional" Breaking Breaking "Callers count on it.";
    HeaderRequired "header-required" Additive Additive "It is there more often.";
    TypeRenamed "type-renamed" Breaking Breaking "Generated clients name their types after the component.";
    TypeChanged "type-changed" Breaking Breaking "A value of the old type is none of the new one.";
    TypeWidened "type-widened" Additive Breaking "The server takes more; a client may receive what it can't hold.";
    TypeNarrowed "type-narrowed" Breaking Additive "The server takes less; a client can hold all that comes.";
    NullAllowed "null-allowed" Additive Breaking "A client may receive null where it expects a value.";
    NullRefused "null-refused" Breaking Additive "The server refuses a null that it took.";
    FormatAdded "format-added" Breaking Additive "The server refuses strings that it took.";
    FormatRemoved "format-removed" Additive Breaking "A client may receive what it can't parse.";
    FormatChanged "format-changed" Breaking Breaking "A value of the old format is none of the new one.";
    EnumValueAdded "enum-value-added" Additive Additive "The enums of a client are open.";
    EnumValueRemoved "enum-value-removed" Breaking Additive "The server refuses a value that it took.";
    EnumAdded "enum-added" Breaking Breaking "The server refuses most strings; a client has another type.";
    EnumRemoved "enum-removed" Additive Breaking "The server takes every string; a client has another type.";
    LimitTightened "limit-tightened" Breaking Additive "The server refuses values that it took.";
    LimitLoosened "limit-loosened" Additive Additive "The server takes more; clients do not check the limits of answers.";
    PatternChanged "pattern-changed" Breaking Additive "Whether the new pattern takes all of the old can't be told.";
    PatternRemoved "pattern-removed" Additive Additive "The server takes more; clients do not check the patterns of answers.";
    PropertyAddedRequired "property-added-required" Breaking Additive "Nobody sends it yet; clients pass over what they do not know.";
    PropertyAddedOptional "property-added-optional" Additive Additive "Nobody needs to send it; clients pass over what they do not know.";
    PropertyRemoved "property-removed" Breaking Breaking "Callers send it or read it.";
    PropertyRequired "property-required" Breaking Additive "Who left it out gets 422.";
    PropertyOptional "property-optional" Additive Breaking "Callers count on it.";
    PropertyDeprecated "property-deprecated" Deprecating Deprecating "It works, but its users should leave.";
    PropertyAccess "property-access" Breaking Breaking "It may no longer be sent, or no longer be read.";
    AdditionalRefused "additional-refused" Breaking Additive "Members that were passed over are refused.";
    AdditionalAllowed "additional-allowed" Additive Additive "Clients pass over what they do not know.";
    DefaultAdded "default-added" Additive Additive "It tells what held before.";
    DefaultChanged "default-changed" Breaking Additive "Who leaves the value out gets something else.";
    DefaultRemoved "default-removed" Breaking Additive "Who leaves the value out can't know what holds.";
    DiscriminatorChanged "discriminator-changed" Breaking Breaking "Variants are told apart by it.";
    VariantAdded "variant-added" Additive Additive "The unions of a client are open.";
    VariantRemoved "variant-removed" Breaking Additive "The server refuses what it took.";
}

impl Rule {
    /// Its name in reports.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    pub fn class(self, direction: Direction) -> Class {
        match direction {
            Direction::Request => self.row().request,
            Direction::Response => self.row().response,
        }
    }

    /// What it means to callers.
    pub fn why(self) -> &'static str {
        self.row().why
    }
}

/// The name of every rule, so that the tests can show that each is met.
pub fn rule_ids() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.id())
}

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Self::Additive => "additive",
            Self::Deprecating => "deprecating",
            Self::Breaking => "breaking",
        }
    }
}

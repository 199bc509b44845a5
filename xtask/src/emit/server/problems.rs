//! Status, title and address of each problem code.

use heck::ToKebabCase as _;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use crate::contract::model::ProblemCode;
use crate::emit::names;

pub(super) fn items(context: &Context<'_>) -> Vec<TokenStream> {
    let codes = &context.contract.problem_codes;
    let arms = |value: fn(&ProblemCode) -> TokenStream| {
        let arms = codes.iter().map(move |code| {
            let (variant, value) = (names::variant(&code.code), value(code));
            quote! { Self::#variant => #value }
        });
        arms.collect::<Vec<_>>()
    };
    let wire = arms(|code| {
        let wire = &code.code;
        quote! { #wire }
    });
    // Codes that share a status share an arm.
    let mut statuses: Vec<u16> = codes.iter().map(|code| code.status).collect();
    statuses.sort_unstable();
    statuses.dedup();
    let status = statuses.iter().map(|status| {
        let variants = codes.iter().filter(|code| code.status == *status).map(|code| names::variant(&code.code));
        let literal = Literal::u16_unsuffixed(*status);
        quote! { #(Self::#variants)|* => #literal }
    });
    let titles = arms(|code| {
        let title = &code.title;
        quote! { #title }
    });
    let uris = arms(|code| {
        let uri = format!("/problems/{}", code.code.to_kebab_case());
        quote! { #uri }
    });
    let all = codes.iter().map(|code| names::variant(&code.code));
    let count = Literal::usize_unsuffixed(codes.len());
    vec![
        quote! { pub use super::models::ProblemCode; },
        quote! {
            impl ProblemCode {
                /// Every code, in the contract's order.
                pub const ALL: [Self; #count] = [#(Self::#all),*];

                /// As on the wire.
                pub const fn as_str(self) -> &'static str { match self { #(#wire,)* } }

                /// The HTTP status that the code is always answered with.
                pub const fn status(self) -> u16 { match self { #(#status,)* } }

                /// The kind of problem in words.
                pub const fn title(self) -> &'static str { match self { #(#titles,)* } }

                /// The stable reference that names the kind of problem.
                pub const fn type_uri(self) -> &'static str { match self { #(#uris,)* } }
            }
        },
    ]
}

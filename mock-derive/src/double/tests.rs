use super::*;

/// Fails unless the item becomes these two, the real one and the one with mocks.
#[track_caller]
fn expands(options: TokenStream, item: TokenStream, expected: TokenStream) {
    assert_eq!(written(double(options, item)), written(expected));
}

/// Fails unless what is imported becomes this, if mocks stand in.
#[track_caller]
fn imports(tree: TokenStream, mocks: TokenStream) {
    let expected = quote!(#[cfg(not(test))] use #tree; #[cfg(test)] use #mocks;);
    expands(TokenStream::new(), quote!(use #tree;), expected);
}

/// Rust as people write it.
fn written(items: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(items).expect("these are items"))
}

#[test]
fn a_type_and_its_mock() {
    imports(quote!(a::Foo), quote!(a::MockFoo as Foo));
    imports(quote!(a::_Foo), quote!(a::Mock_Foo as _Foo));
    imports(quote!(a::Foo as Bar), quote!(a::MockFoo as Bar));
    imports(quote!(Foo as Bar), quote!(MockFoo as Bar));
}

#[test]
fn a_module_and_its_mock() {
    imports(quote!(a::foo), quote!(a::mock_foo as foo));
    imports(quote!(foo as bar), quote!(mock_foo as bar));
    imports(quote!(a::_foo), quote!(a::mock__foo as _foo));
}

#[test]
fn a_raw_name_and_its_mock() {
    imports(quote!(r#mod::r#type), quote!(r#mod::mock_type as r#type));
    imports(quote!(a::r#Foo), quote!(a::MockFoo as r#Foo));
}

#[test]
fn each_leaf_of_a_group_and_its_mock() {
    imports(
        quote!(::a::{Foo, Bar as Baz, sub::{Quux, other}}),
        quote!(::a::{MockFoo as Foo, MockBar as Baz, sub::{MockQuux as Quux, mock_other as other}}),
    );
}

#[test]
fn the_mock_of_self_is_beside_the_module() {
    imports(quote!(a::{self}), quote!(mock_a as a));
    imports(quote!(a::b::{self as c}), quote!(a::mock_b as c));
    imports(quote!(::a::{self, Foo}), quote!(::{mock_a as a, a::MockFoo as Foo}));
    imports(
        quote!(crate::{a::{self, b::{self, Foo}}, c::{self, Baz, Qux}, Bar}),
        quote!(crate::{{mock_a as a, a::{mock_b as b, b::MockFoo as Foo}}, {mock_c as c, c::{MockBaz as Baz, MockQux as Qux}}, MockBar as Bar}),
    );
}

#[test]
fn an_import_of_nothing_stays_one() {
    imports(quote!(a::{}), quote!(a::{}));
}

#[test]
fn an_alias_of_a_type_and_one_of_its_mock() {
    expands(
        TokenStream::new(),
        quote!(
            pub(crate) type Foo<'a, T: 'a, const N: usize>
            where
                T: Clone,
            = bar::Baz<u8>::Qux<'a, T, N>;
        ),
        quote! {
            #[cfg(not(test))]
            pub(crate) type Foo<'a, T: 'a, const N: usize> where T: Clone = bar::Baz<u8>::Qux<'a, T, N>;
            #[cfg(test)]
            pub(crate) type Foo<'a, T: 'a, const N: usize> where T: Clone = bar::Baz<u8>::MockQux<'a, T, N>;
        },
    );
}

#[test]
fn visibility_docs_and_attributes_are_on_both() {
    expands(
        TokenStream::new(),
        quote! {
            /// A foo.
            #[allow(unused_imports)]
            pub(in crate::x) use a::Foo;
        },
        quote! {
            #[cfg(not(test))]
            /// A foo.
            #[allow(unused_imports)]
            pub(in crate::x) use a::Foo;
            #[cfg(test)]
            /// A foo.
            #[allow(unused_imports)]
            pub(in crate::x) use a::MockFoo as Foo;
        },
    );
}

#[test]
fn a_feature_is_as_good_as_a_test() {
    for options in [quote!(feature = "mocks"), quote!(feature = "mocks",)] {
        expands(
            options,
            quote!(
                use a::Foo;
            ),
            quote! {
                #[cfg(not(any(test, feature = "mocks")))]
                use a::Foo;
                #[cfg(any(test, feature = "mocks"))]
                use a::MockFoo as Foo;
            },
        );
    }
}

#[test]
fn any_condition_will_do() {
    for condition in [quote!(fuzzing), quote!(true), quote!(any(test, not(miri))), quote!(feature = "mocks")] {
        expands(
            quote!(cfg(#condition)),
            quote!(
                use a::Foo;
            ),
            quote! {
                #[cfg(not(#condition))]
                use a::Foo;
                #[cfg(#condition)]
                use a::MockFoo as Foo;
            },
        );
    }
}

#[test]
fn what_cannot_be_doubled_is_left_and_the_rest_is_doubled() {
    let written = written(double(
        TokenStream::new(),
        quote!(
            use a::{Foo, b::*, Trait as _};
        ),
    ));
    assert!(written.contains("use a::{MockFoo as Foo, b::*, Trait as _};"), "{written}");
    assert_eq!(written.matches("compile_error!").count(), 2, "{written}");
}

#[test]
fn nonsense_is_left_as_it_is() {
    let expanded = double(TokenStream::new(), quote!(use a::;)).to_string();
    assert!(expanded.starts_with(&quote!(use a::;).to_string()), "{expanded}");
    assert_eq!(expanded.matches("compile_error !").count(), 1, "{expanded}");
}

#[test]
fn a_group_with_crates_in_it_is_left_as_it_is() {
    let item = quote!(
        #[allow(unused_imports)]
        pub use {::a::Foo, b::Bar};
    );
    let expanded = double(TokenStream::new(), item.clone()).to_string();
    assert!(expanded.starts_with(&item.to_string()), "{expanded}");
    assert_eq!(expanded.matches("compile_error !").count(), 1, "{expanded}");
}

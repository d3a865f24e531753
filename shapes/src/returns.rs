//! What methods return. In all texts of a row `@` stands for the value, and `MOCK` for the mock's type.

use crate::argument::{self, Argument, Needs};

/// One way of returning, and how a test goes about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Return {
    pub(crate) ty: &'static str,
    pub(crate) generics: &'static str,
    pub(crate) clause: &'static str,
    pub(crate) expects: &'static str,
    pub(crate) kind: Kind,
    /// The value, as an answer gives it.
    pub(crate) answer: &'static str,
    pub(crate) check: &'static str,
    /// The type of the value where nothing else tells it.
    pub(crate) annotation: &'static str,
    /// Whether `return_const` gives it.
    pub(crate) constant: bool,
    /// Whether it can leave its thread.
    pub(crate) send: bool,
    /// Whether its type is hidden.
    pub(crate) hidden: bool,
    pub(crate) needs: Needs,
}

/// Where the value comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Owned,
    /// From the mock, which is given this.
    Lent(&'static str),
    LentMut(&'static str),
    /// It has a lifetime of `self`, and answers give it for `'static`.
    Borrowed,
    /// From an argument.
    Tied(Argument),
    /// From the only argument of a method without `self`.
    TiedElided(Argument),
    /// From `&'a self` or an argument.
    TiedToBoth(Argument),
    Never,
}

const fn ret(ty: &'static str, answer: &'static str, check: &'static str) -> Return {
    Return {
        ty,
        generics: "",
        clause: "",
        expects: "",
        kind: Kind::Owned,
        answer,
        check,
        annotation: "",
        constant: true,
        send: true,
        hidden: false,
        needs: Needs::Nothing,
    }
}

impl Return {
    const fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }
    const fn once(mut self) -> Self {
        self.constant = false;
        self
    }
    const fn local(mut self) -> Self {
        self.send = false;
        self
    }
    const fn hidden(mut self) -> Self {
        self.hidden = true;
        self.constant = false;
        self
    }
    const fn needs(mut self, needs: Needs) -> Self {
        self.needs = needs;
        self
    }
    const fn generic(mut self, generics: &'static str) -> Self {
        self.generics = generics;
        self
    }
    const fn expects(mut self, expects: &'static str, annotation: &'static str) -> Self {
        self.expects = expects;
        self.annotation = annotation;
        self
    }
    const fn clause(mut self, clause: &'static str) -> Self {
        self.clause = clause;
        self
    }
}

use Kind::{Borrowed, Lent, LentMut, Tied, TiedElided, TiedToBoth};

pub(crate) const RETURNS: &[Return] = &[
    ret("", "()", "let () = @;"),
    ret("()", "()", "let () = @;"),
    ret("u32", "5_u32", "assert_eq!(@, 5);"),
    ret("String", "\"x\".to_owned()", "assert_eq!(@, \"x\");"),
    ret("Option<u32>", "Some(5)", "assert_eq!(@, Some(5));"),
    ret("Result<(), Failure>", "Ok(())", "assert_eq!(@, Ok(()));"),
    ret("Result<u32, Box<dyn std::error::Error>>", "Ok(5)", "assert_eq!(@.unwrap(), 5);").local().once(),
    ret("Result<Vec<Option<String>>, Failure>", "Ok(vec![None])", "assert_eq!(@, Ok(vec![None]));"),
    ret("std::io::Result<usize>", "Ok(5)", "assert_eq!(@.unwrap(), 5);").once(),
    ret("(u32, String)", "(5, String::new())", "assert_eq!(@.0, 5);"),
    ret("[u8; 2]", "[1_u8, 2]", "assert_eq!(@, [1, 2]);"),
    ret("Opaque", "Opaque(5)", "assert_eq!(@.0, 5);").once(),
    ret("Rc<u32>", "Rc::new(5)", "assert_eq!(*@, 5);").local().once(),
    ret("<Bell as Entity>::Id", "5_u32", "assert_eq!(@, 5);"),
    ret("Self", "MOCK::new()", "drop(@);").once().needs(Needs::Own).clause("Self: Sized"),
    ret("Option<Self>", "None", "assert!(@.is_none());").once().needs(Needs::Own).clause("Self: Sized"),
    ret("Result<Self, Failure>", "Ok(MOCK::new())", "drop(@.unwrap());").once().needs(Needs::Own).clause("Self: Sized"),
    ret("Box<Self>", "Box::new(MOCK::new())", "drop(@);").once().needs(Needs::Own),
    ret("&'static u32", "&5", "assert_eq!(*@, 5);"),
    ret("&'static str", "\"x\"", "assert_eq!(@, \"x\");"),
    ret("&'static [&'static str]", "&[\"x\"][..]", "assert_eq!(@, [\"x\"]);").once(),
    ret("Option<&'static str>", "Some(\"x\")", "assert_eq!(@, Some(\"x\"));"),
    ret("Cow<'static, str>", "Cow::Borrowed(\"x\")", "assert_eq!(@, \"x\");"),
    ret("Box<dyn Sound>", "Box::new(Bell(5)) as Box<dyn Sound>", "assert_eq!(@.pitch(), 5);").local().once(),
    ret("Box<dyn Shared>", "Box::new(Bell(5)) as Box<dyn Shared>", "assert_eq!(@.pitch(), 5);").once(),
    ret("Arc<dyn Shared>", "Arc::new(Bell(5)) as Arc<dyn Shared>", "assert_eq!(@.pitch(), 5);").once(),
    ret("Box<dyn Fn(&str) -> usize + Send>", "Box::new(|text: &str| text.len()) as _", "assert_eq!(@(\"x\"), 1);")
        .once(),
    ret("Box<dyn for<'x> Fn(&'x str) -> &'x str + Send>", "Box::new(str::trim) as _", "assert_eq!(@(\"x\"), \"x\");")
        .once(),
    ret("fn(u32) -> u32", "plus_one as fn(u32) -> u32", "assert_eq!(@(5), 6);"),
    ret("fn(&str) -> &str", "str::trim as fn(&str) -> &str", "assert_eq!(@(\"x\"), \"x\");"),
    // From `self`.
    ret("&u32", "&5", "assert_eq!(*@, 5);").kind(Lent("5")),
    ret("&str", "\"x\"", "assert_eq!(@, \"x\");").kind(Lent("\"x\".to_owned()")),
    ret("&String", "unreachable!()", "assert_eq!(@, \"x\");").kind(Lent("\"x\".to_owned()")),
    ret("&[u8]", "&[1_u8][..]", "assert_eq!(@, [1]);").kind(Lent("vec![1]")),
    ret("&Path", "Path::new(\"x\")", "assert_eq!(@, Path::new(\"x\"));").kind(Lent("PathBuf::from(\"x\")")),
    ret("&OsStr", "OsStr::new(\"x\")", "assert_eq!(@, \"x\");").kind(Lent("\"x\".into()")),
    ret("&Opaque", "&Opaque(5)", "assert_eq!(@.0, 5);").kind(Lent("Opaque(5)")),
    ret("&dyn Shared", "&Bell(5) as &dyn Shared", "assert_eq!(@.pitch(), 5);").kind(Lent("Box::new(Bell(5))")),
    ret("&(dyn Sound + Send + Sync)", "&Bell(5) as &(dyn Sound + Send + Sync)", "assert_eq!(@.pitch(), 5);")
        .kind(Lent("Box::new(Bell(5))")),
    ret("&Box<dyn Shared>", "unreachable!()", "assert_eq!(@.pitch(), 5);").kind(Lent("Box::new(Bell(5))")),
    ret("&Option<Bell>", "&None", "assert_eq!(*@, None);").kind(Lent("None")),
    ret("&(u32, u8)", "&(5, 1)", "assert_eq!(*@, (5, 1));").kind(Lent("(5, 1)")),
    ret("&Self::Item", "&5", "assert_eq!(*@, 5);").kind(Lent("5")).needs(Needs::Item),
    ret("&K", "&5", "assert_eq!(*@, 5);").kind(Lent("5")).needs(Needs::Key),
    ret("&[K]", "&[5][..]", "assert_eq!(@, [5]);").kind(Lent("vec![5]")).needs(Needs::Key),
    ret("&Self", "", "let _ = @;").kind(Lent("MOCK::new()")).needs(Needs::Own),
    ret("&mut u32", "", "*@ += 1; assert_eq!(*@, 6);").kind(LentMut("5")),
    ret("&mut str", "", "assert_eq!(@, \"x\");").kind(LentMut("\"x\".to_owned()")),
    ret("&mut [u8]", "", "assert_eq!(@, [1]);").kind(LentMut("vec![1]")),
    ret("&mut Opaque", "", "assert_eq!(@.0, 5);").kind(LentMut("Opaque(5)")),
    ret("&mut dyn Shared", "", "assert_eq!(@.pitch(), 5);").kind(LentMut("Box::new(Bell(5))")),
    ret("&mut Vec<String>", "", "assert!(@.is_empty());").kind(LentMut("Vec::new()")),
    ret("Option<&u32>", "Some(&5)", "assert_eq!(@, Some(&5));").kind(Borrowed),
    ret("Option<&str>", "Some(\"x\")", "assert_eq!(@, Some(\"x\"));").kind(Borrowed),
    ret("Option<&mut u32>", "None", "assert_eq!(@, None);").kind(Borrowed).once(),
    ret("Option<&dyn Shared>", "Some(&Bell(5) as &dyn Shared)", "assert_eq!(@.unwrap().pitch(), 5);").kind(Borrowed),
    ret("Result<&str, Failure>", "Ok(\"x\")", "assert_eq!(@, Ok(\"x\"));").kind(Borrowed),
    ret("Vec<&str>", "vec![\"x\"]", "assert_eq!(@, [\"x\"]);").kind(Borrowed),
    ret("(&str, u32)", "(\"x\", 5)", "assert_eq!(@, (\"x\", 5));").kind(Borrowed),
    ret("Cow<'_, str>", "Cow::Borrowed(\"x\")", "assert_eq!(@, \"x\");").kind(Borrowed),
    ret("View<'_>", "View(\"x\")", "assert_eq!(@, View(\"x\"));").kind(Borrowed),
    ret("&View<'_>", "&View(\"x\")", "assert_eq!(*@, View(\"x\"));").kind(Lent("View(\"x\")")),
    ret("&[&str]", "&[\"x\"][..]", "assert_eq!(@, [\"x\"]);").kind(Lent("vec![\"x\"]")),
    ret("Slot<'_, View<'_>>", "Slot(&View(\"x\"))", "assert_eq!(@.0.0, \"x\");").kind(Borrowed).once(),
    ret("Box<dyn Shared + '_>", "Box::new(Bell(5)) as _", "assert_eq!(@.pitch(), 5);").kind(Borrowed).once(),
    ret(
        "Box<dyn Iterator<Item = &str> + Send + '_>",
        "Box::new([\"x\"].into_iter()) as _",
        "assert_eq!(@.count(), 1);",
    )
    .kind(Borrowed)
    .once(),
    ret(
        "Option<Box<dyn Fn(&str) -> &str + Send + '_>>",
        "Some(Box::new(str::trim) as _)",
        "assert_eq!(@.unwrap()(\"x\"), \"x\");",
    )
    .kind(Borrowed)
    .once(),
    ret("Option<&Self::Item>", "Some(&5)", "assert_eq!(@, Some(&5));").kind(Borrowed).needs(Needs::Item),
    ret("Option<&K>", "None", "assert_eq!(@, None);").kind(Borrowed).needs(Needs::Key).once(),
    // From an argument.
    ret("&'a str", "@0", "assert_eq!(@, \"x\");").generic("'a").kind(Tied(argument::TIED_TEXT)),
    ret("Option<&'a str>", "Some(@0)", "assert_eq!(@, Some(\"x\"));").generic("'a").kind(Tied(argument::TIED_TEXT)),
    ret("Cow<'a, str>", "Cow::Borrowed(@0)", "assert_eq!(@, \"x\");").generic("'a").kind(Tied(argument::TIED_TEXT)),
    ret("View<'a>", "@0", "assert_eq!(@, View(\"x\"));").generic("'a").kind(Tied(argument::TIED_VIEW)),
    ret("&'a str", "@0.0", "assert_eq!(@, \"x\");").generic("'a").kind(Tied(argument::TIED_VIEW)),
    ret("&'a [u8]", "&@0[1..]", "assert_eq!(@, [2]);").generic("'a").kind(Tied(argument::TIED_SLICE)),
    ret("&'a mut u32", "@0", "assert_eq!(*@, 7);").generic("'a").kind(Tied(argument::TIED_MUT)),
    ret("&'a T$", "@0", "assert_eq!(*@, 7);").generic("'a").kind(Tied(argument::TIED_GENERIC)),
    ret("Box<dyn Iterator<Item = &'a u8> + Send + 'a>", "Box::new(@0.iter()) as _", "assert_eq!(@.count(), 2);")
        .generic("'a")
        .kind(Tied(argument::TIED_SLICE)),
    ret("&str", "@0", "assert_eq!(@, \"x\");").kind(TiedElided(argument::TIED_ELIDED)),
    ret("Option<View<'_>>", "Some(View(@0))", "assert_eq!(@, Some(View(\"x\")));")
        .kind(TiedElided(argument::TIED_ELIDED)),
    ret("&'a str", "@0", "assert_eq!(@, \"x\");").generic("'a").kind(TiedToBoth(argument::TIED_TEXT)),
    ret("Vec<&'a str>", "vec![@0]", "assert_eq!(@, [\"x\"]);").generic("'a").kind(TiedToBoth(argument::TIED_TEXT)),
    // Hidden.
    ret("impl Sound", "Box::new(Bell(5)) as Box<dyn Sound>", "assert_eq!(@.pitch(), 5);").hidden().local(),
    ret("impl Shared", "Box::new(Bell(5)) as Box<dyn Shared>", "assert_eq!(@.pitch(), 5);").hidden(),
    ret("impl Shared + 'static", "Box::new(Bell(5)) as Box<dyn Shared>", "assert_eq!(@.pitch(), 5);").hidden(),
    ret("impl Iterator<Item = u32> + Send", "Box::new([5_u32].into_iter()) as _", "assert_eq!(@.count(), 1);").hidden(),
    ret("impl Fn(&str) -> usize + Send", "Box::new(|text: &str| text.len()) as _", "assert_eq!(@(\"x\"), 1);").hidden(),
    ret("impl Debug + Send", "Box::new(5) as _", "assert_eq!(format!(\"{:?}\", @), \"5\");").hidden(),
    ret("impl Iterator<Item = &str> + '_", "Box::new([\"x\"].into_iter()) as _", "assert_eq!(@.count(), 1);")
        .hidden()
        .local()
        .kind(Borrowed),
    ret(
        "Result<impl Iterator<Item = u32>, Failure>",
        "Ok(Box::new([5_u32].into_iter()) as _)",
        "assert_eq!(@.unwrap().count(), 1);",
    )
    .hidden()
    .local(),
    ret("Option<Vec<impl Shared>>", "Some(vec![Box::new(Bell(5)) as _])", "assert_eq!(@.unwrap()[0].pitch(), 5);")
        .hidden(),
    ret(
        "impl Iterator<Item = impl Shared>",
        "Box::new([Box::new(Bell(5)) as Box<dyn Shared>].into_iter()) as _",
        "assert_eq!(@.count(), 1);",
    )
    .hidden()
    .local(),
    ret("(impl Shared, u32)", "(Box::new(Bell(5)) as _, 5)", "assert_eq!(@.1, 5);").hidden(),
    ret("impl Clone", "()", "drop(@);").hidden(),
    ret("impl futures::Stream<Item = u32> + Send", "futures::StreamExt::boxed(futures::stream::iter([5]))", "drop(@);")
        .hidden(),
    // Generic.
    ret("Out", "5_u32", "assert_eq!(@, 5);").generic("Out: Send + 'static").expects("u32", "u32").once(),
    ret("Option<Out>", "Some(5_u32)", "assert_eq!(@, Some(5));")
        .generic("Out: Send + 'static")
        .expects("u32", "Option<u32>")
        .once(),
    ret("Vec<Out>", "vec![5_u32]", "assert_eq!(@, [5]);")
        .generic("Out: Clone + Send + 'static")
        .expects("u32", "Vec<u32>"),
    ret("Result<Out, Failure>", "Ok(5_u32)", "assert_eq!(@, Ok(5));")
        .generic("Out")
        .clause("Out: Default + Send + 'static")
        .expects("u32", "Result<u32, _>"),
    ret("[u8; N99]", "[1_u8, 2]", "assert_eq!(@, [1, 2]);").generic("const N99: usize").expects("2", "[u8; 2]"),
    ret("&Out", "&5_u32", "assert_eq!(*@, 5);")
        .generic("Out: Send + Sync + 'static")
        .expects("u32", "&u32")
        .kind(Lent("5_u32")),
    ret("&Out", "&5_u32", "assert_eq!(*@, 5);").generic("Out: 'static").expects("u32", "&u32").kind(Lent("5_u32")),
    ret("Out", "5_u32", "assert_eq!(@, 5);").generic("Out: Default").expects("u32", "u32").once(),
    ret("K", "5", "assert_eq!(@, 5);").needs(Needs::Key).once(),
    ret("Vec<K>", "vec![5]", "assert_eq!(@, [5]);").needs(Needs::Key).once(),
    ret("Result<Option<K>, Failure>", "Ok(Some(5))", "assert_eq!(@, Ok(Some(5)));").needs(Needs::Key).once(),
    ret("[u8; N]", "[1_u8, 2, 3]", "assert_eq!(@, [1, 2, 3]);").needs(Needs::Size),
    ret("&'t str", "\"x\"", "assert_eq!(@, \"x\");").needs(Needs::Lifetime),
    ret("Option<View<'t>>", "Some(View(\"x\"))", "assert_eq!(@, Some(View(\"x\")));").needs(Needs::Lifetime),
    ret("Self::Item", "5_u32", "assert_eq!(@, 5);").needs(Needs::Item),
    ret("Option<Self::Item>", "Some(5)", "assert_eq!(@, Some(5));").needs(Needs::Item),
    ret("Result<Vec<Self::Item>, Failure>", "Ok(vec![5])", "assert_eq!(@, Ok(vec![5]));").needs(Needs::Item),
    ret("Self::Line<'_>", "\"x\"", "assert_eq!(@, \"x\");").needs(Needs::Item).kind(Lent("\"x\".to_owned()")),
    ret("Option<Self::Line<'_>>", "Some(\"x\")", "assert_eq!(@, Some(\"x\"));").needs(Needs::Item).kind(Borrowed),
    ret("!", "", "").kind(Kind::Never).once(),
];

//! The arguments that methods take.
//!
//! In all texts of a row `@` stands for the argument's name and `$` for its number, which keeps the names of type
//! parameters apart; `MOCK` is the mock's type.

/// One way of taking an argument, and how a test goes about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Argument {
    pub(crate) ty: &'static str,
    /// What the method declares between its angle brackets.
    pub(crate) generics: &'static str,
    /// What it demands in a `where` clause.
    pub(crate) clause: &'static str,
    /// The arguments of `expect_method::<..>` for those parameters, if the expectations have any.
    pub(crate) expects: &'static str,
    pub(crate) pattern: &'static str,
    /// Before the call.
    pub(crate) setup: &'static str,
    pub(crate) pass: &'static str,
    /// In the answer, which has the argument under its name.
    pub(crate) seen: &'static str,
    /// After the call.
    pub(crate) after: &'static str,
    pub(crate) needs: Needs,
}

/// What an argument can't do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    Nothing,
    /// A future that takes it along is not `Send`.
    LocalFuture,
    /// Only methods with a body may have patterns.
    Body,
    /// `Self`.
    Own,
    /// `#[concretize]`.
    Concretize,
    /// The type parameter `K` of the trait.
    Key,
    /// The constant parameter `N` of the trait.
    Size,
    /// The lifetime `'t` of the trait.
    Lifetime,
    /// `type Item = u32` in the trait.
    Item,
}

const fn arg(ty: &'static str, pass: &'static str, seen: &'static str) -> Argument {
    Argument {
        ty,
        generics: "",
        clause: "",
        expects: "",
        pattern: "@",
        setup: "",
        pass,
        seen,
        after: "",
        needs: Needs::Nothing,
    }
}

impl Argument {
    const fn setup(mut self, setup: &'static str) -> Self {
        self.setup = setup;
        self
    }
    const fn after(mut self, after: &'static str) -> Self {
        self.after = after;
        self
    }
    const fn needs(mut self, needs: Needs) -> Self {
        self.needs = needs;
        self
    }
    const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = pattern;
        self.needs = Needs::Body;
        self
    }
    const fn generic(mut self, generics: &'static str) -> Self {
        self.generics = generics;
        self
    }
    const fn expects(mut self, expects: &'static str) -> Self {
        self.expects = expects;
        self
    }
    const fn clause(mut self, clause: &'static str) -> Self {
        self.clause = clause;
        self
    }
}

/// Types without parameters.
pub(crate) const PLAIN: &[Argument] = &[
    arg("u32", "7", "assert_eq!(@, 7);"),
    arg("String", "\"x\".to_owned()", "assert_eq!(@, \"x\");"),
    arg("&u32", "&7", "assert_eq!(*@, 7);"),
    arg("&mut u32", "&mut @", "*@ += 1;").setup("let mut @ = 1;").after("assert_eq!(@, 2);"),
    arg("&String", "&@", "assert_eq!(@, \"x\");").setup("let @ = \"x\".to_owned();"),
    arg("&mut String", "&mut @", "@.push('y');").setup("let mut @ = \"x\".to_owned();").after("assert_eq!(@, \"xy\");"),
    arg("&str", "\"x\"", "assert_eq!(@, \"x\");"),
    arg("&'static str", "\"x\"", "assert_eq!(@, \"x\");"),
    arg("&mut str", "&mut @", "@.make_ascii_uppercase();")
        .setup("let mut @ = \"x\".to_owned();")
        .after("assert_eq!(@, \"X\");"),
    arg("&[u8]", "&[1, 2]", "assert_eq!(@, [1, 2]);"),
    arg("&mut [u8]", "&mut @", "@[0] = 9;").setup("let mut @ = [1, 2];").after("assert_eq!(@, [9, 2]);"),
    arg("&[String]", "&[\"x\".to_owned()]", "assert_eq!(@, [\"x\"]);"),
    arg("&[&str]", "&[\"x\", \"y\"]", "assert_eq!(@, [\"x\", \"y\"]);"),
    arg("&[&[u8]]", "&[&[1]]", "assert_eq!(@, [[1]]);"),
    arg("&[(&str, u32)]", "&[(\"x\", 1)]", "assert_eq!(@, [(\"x\", 1)]);"),
    arg("Vec<&u32>", "vec![&7]", "assert_eq!(@, [&7]);"),
    arg("&Vec<&str>", "&vec![\"x\"]", "assert_eq!(*@, [\"x\"]);"),
    arg("Vec<Vec<&str>>", "vec![vec![\"x\"]]", "assert_eq!(@, [[\"x\"]]);"),
    arg("HashMap<&str, Vec<u8>>", "HashMap::from([(\"x\", vec![1])])", "assert_eq!(@[\"x\"], [1]);"),
    arg("&HashMap<String, u32>", "&HashMap::new()", "assert!(@.is_empty());"),
    arg("&Path", "Path::new(\"/x\")", "assert_eq!(@, Path::new(\"/x\"));"),
    arg("&OsStr", "OsStr::new(\"x\")", "assert_eq!(@, \"x\");"),
    arg("&CStr", "c\"x\"", "assert_eq!(@, c\"x\");"),
    arg("Option<u32>", "Some(7)", "assert_eq!(@, Some(7));"),
    arg("Option<&str>", "Some(\"x\")", "assert_eq!(@, Some(\"x\"));"),
    arg("Option<&mut u32>", "Some(&mut @)", "*@.unwrap() += 1;").setup("let mut @ = 1;").after("assert_eq!(@, 2);"),
    arg("Option<&[u8]>", "Some(&[1])", "assert_eq!(@, Some(&[1][..]));"),
    arg("Option<&Path>", "None", "assert_eq!(@, None);"),
    arg("&Option<&str>", "&Some(\"x\")", "assert_eq!(*@, Some(\"x\"));"),
    arg("&Option<String>", "&None", "assert_eq!(*@, None);"),
    arg("&&str", "&\"x\"", "assert_eq!(*@, \"x\");"),
    arg("&&u32", "&&7", "assert_eq!(**@, 7);"),
    arg("Option<&dyn Sound>", "Some(&Bell(3))", "assert_eq!(@.unwrap().pitch(), 3);").needs(Needs::LocalFuture),
    arg("Result<&str, Failure>", "Ok(\"x\")", "assert_eq!(@, Ok(\"x\"));"),
    arg("Result<u32, Box<dyn std::error::Error>>", "Ok(7)", "assert_eq!(@.unwrap(), 7);").needs(Needs::LocalFuture),
    arg("&dyn Sound", "&Bell(3)", "assert_eq!(@.pitch(), 3);").needs(Needs::LocalFuture),
    arg("&dyn Shared", "&Bell(3)", "assert_eq!(@.pitch(), 3);"),
    arg("&(dyn Sound + Send + Sync)", "&Bell(3)", "assert_eq!(@.pitch(), 3);"),
    arg("&mut dyn Sound", "&mut @", "@.tune(9);")
        .setup("let mut @ = Bell(3);")
        .after("assert_eq!(@, Bell(9));")
        .needs(Needs::LocalFuture),
    arg("&mut (dyn Sound + Send)", "&mut @", "@.tune(9);")
        .setup("let mut @ = Bell(3);")
        .after("assert_eq!(@, Bell(9));"),
    arg("Box<dyn Sound>", "Box::new(Bell(3))", "assert_eq!(@.pitch(), 3);").needs(Needs::LocalFuture),
    arg("Box<dyn Shared>", "Box::new(Bell(3))", "assert_eq!(@.pitch(), 3);"),
    arg("Box<dyn Shared + '_>", "Box::new(Bell(3))", "assert_eq!(@.pitch(), 3);"),
    arg("&Box<dyn Shared>", "&@", "assert_eq!(@.pitch(), 3);").setup("let @: Box<dyn Shared> = Box::new(Bell(3));"),
    arg("&[Box<dyn Shared>]", "&@", "assert_eq!(@[0].pitch(), 3);")
        .setup("let @: [Box<dyn Shared>; 1] = [Box::new(Bell(3))];"),
    arg("Vec<&dyn Shared>", "vec![&Bell(3)]", "assert_eq!(@[0].pitch(), 3);"),
    arg("Arc<dyn Shared>", "Arc::new(Bell(3))", "assert_eq!(@.pitch(), 3);"),
    arg("&Arc<Bell>", "&Arc::new(Bell(3))", "assert_eq!(**@, Bell(3));"),
    arg("Rc<Bell>", "Rc::new(Bell(3))", "assert_eq!(*@, Bell(3));").needs(Needs::LocalFuture),
    arg("Box<dyn Fn(&str) -> u32 + Send>", "Box::new(|text| text.len() as u32)", "assert_eq!(@(\"x\"), 1);"),
    arg("Box<dyn FnOnce() -> u32 + Send + '_>", "Box::new(|| 7)", "assert_eq!(@(), 7);"),
    arg("&dyn Fn(u32) -> u32", "&plus_one", "assert_eq!(@(1), 2);").needs(Needs::LocalFuture),
    arg("&(dyn for<'x> Fn(&'x str) -> &'x str + Sync)", "&|text| text", "assert_eq!(@(\"x\"), \"x\");"),
    arg("&mut dyn FnMut(u32)", "&mut |n| @ += n", "@(2);")
        .setup("let mut @ = 1;")
        .after("assert_eq!(@, 3);")
        .needs(Needs::LocalFuture),
    arg("Cow<'_, str>", "Cow::Borrowed(\"x\")", "assert_eq!(@, \"x\");"),
    arg("&Cow<'_, [u8]>", "&Cow::Borrowed(&[1])", "assert_eq!(**@, [1]);"),
    arg("Cow<'static, str>", "Cow::Borrowed(\"x\")", "assert_eq!(@, \"x\");"),
    arg("View<'_>", "View(\"x\")", "assert_eq!(@, View(\"x\"));"),
    arg("&View<'_>", "&View(\"x\")", "assert_eq!(*@, View(\"x\"));"),
    arg("&mut View<'_>", "&mut @", "@.0 = \"y\";")
        .setup("let mut @ = View(\"x\");")
        .after("assert_eq!(@, View(\"y\"));"),
    arg("&mut Vec<&str>", "&mut @", "assert_eq!(@.pop(), Some(\"x\"));")
        .setup("let mut @ = vec![\"x\"];")
        .after("assert!(@.is_empty());"),
    arg("&mut [&mut [u8]]", "&mut [&mut @]", "@[0][0] = 9;").setup("let mut @ = [1];").after("assert_eq!(@, [9]);"),
    arg("&mut (dyn Iterator<Item = &str> + Send)", "&mut @", "assert_eq!(@.next(), Some(\"x\"));")
        .setup("let mut @ = [\"x\"].into_iter();")
        .after("assert_eq!(@.len(), 0);"),
    arg("&mut std::task::Context<'_>", "&mut @", "@.waker().wake_by_ref();")
        .setup("let mut @ = std::task::Context::from_waker(std::task::Waker::noop());")
        .needs(Needs::LocalFuture),
    arg("Option<View<'_>>", "Some(View(\"x\"))", "assert_eq!(@, Some(View(\"x\")));"),
    arg("&[View<'_>]", "&[View(\"x\")]", "assert_eq!(@, [View(\"x\")]);"),
    arg("Slot<'_, u32>", "Slot(&7)", "assert_eq!(@, Slot(&7));"),
    arg("Slot<'_, View<'_>>", "Slot(&View(\"x\"))", "assert_eq!(@, Slot(&View(\"x\")));"),
    arg("std::slice::Iter<'_, u8>", "[1_u8].iter()", "assert_eq!(@.count(), 1);"),
    arg("Opaque", "Opaque(3)", "assert_eq!(@.0, 3);"),
    arg("&Opaque", "&Opaque(3)", "assert_eq!(@.0, 3);"),
    arg("&mut Opaque", "&mut @", "@.0 = 9;").setup("let mut @ = Opaque(3);").after("assert_eq!(@.0, 9);"),
    arg("fn(u32) -> u32", "plus_one", "assert_eq!(@(1), 2);"),
    arg("fn(&str) -> &str", "str::trim", "assert_eq!(@(\" x\"), \"x\");"),
    arg("for<'x> fn(&'x str, &'x str) -> &'x str", "|first, _| first", "assert_eq!(@(\"x\", \"y\"), \"x\");"),
    arg("Option<fn(View<'_>) -> usize>", "Some(|view| view.0.len())", "assert_eq!(@.unwrap()(View(\"x\")), 1);"),
    arg("(u32, String)", "(7, String::new())", "assert_eq!(@.0, 7);"),
    arg("(&str, &[u8])", "(\"x\", &[1])", "assert_eq!(@, (\"x\", &[1][..]));"),
    arg("(&mut u32, u8)", "(&mut @, 1)", "*@.0 += 1;").setup("let mut @ = 1;").after("assert_eq!(@, 2);"),
    arg("&(u32, u8)", "&(7, 1)", "assert_eq!(*@, (7, 1));"),
    arg("()", "()", "let () = @;"),
    arg("[u8; 3]", "[1, 2, 3]", "assert_eq!(@, [1, 2, 3]);"),
    arg("&[u8; 3]", "&[1, 2, 3]", "assert_eq!(*@, [1, 2, 3]);"),
    arg("&mut [u8; 2]", "&mut @", "@[0] = 9;").setup("let mut @ = [1, 2];").after("assert_eq!(@, [9, 2]);"),
    arg("[&str; 2]", "[\"x\", \"y\"]", "assert_eq!(@, [\"x\", \"y\"]);"),
    arg("[[u8; 2]; 1 + 1]", "[[1, 2], [3, 4]]", "assert_eq!(@[1], [3, 4]);"),
    arg("<Bell as Entity>::Id", "7", "assert_eq!(@, 7);"),
    arg("&<Bell as Entity>::Id", "&7", "assert_eq!(*@, 7);"),
    arg("std::ops::Range<u32>", "0..7", "assert_eq!(@, 0..7);"),
    arg("std::time::Duration", "std::time::Duration::ZERO", "assert!(@.is_zero());"),
    arg("PhantomData<&str>", "PhantomData", "let _ = @;"),
    arg("Pin<Box<dyn Future<Output = u32> + Send + '_>>", "Box::pin(async { 7 })", "drop(@);"),
    arg("Pin<&mut Bell>", "Pin::new(&mut @)", "@.get_mut().0 = 9;")
        .setup("let mut @ = Bell(3);")
        .after("assert_eq!(@, Bell(9));"),
];

/// Types without a name.
pub(crate) const IMPLIED: &[Argument] = &[
    arg("impl Into<String>", "\"x\"", "assert_eq!(@, \"x\");"),
    arg("impl Into<String> + Send", "\"x\"", "assert_eq!(@, \"x\");"),
    arg("impl AsRef<str>", "\"x\"", "assert_eq!(@.as_ref(), \"x\");"),
    arg("impl AsRef<Path> + Send", "\"x\"", "assert_eq!(@.as_ref(), Path::new(\"x\"));"),
    arg("impl ToString", "7", "assert_eq!(@.to_string(), \"7\");"),
    arg("impl Fn(u32) -> u32", "plus_one", "assert_eq!(@(1), 2);"),
    arg("impl Fn(&str) -> usize + Send + Sync + 'static", "|text| text.len()", "assert_eq!(@(\"x\"), 1);"),
    arg("impl for<'x> Fn(&'x str) -> &'x str", "str::trim", "assert_eq!(@(\" x\"), \"x\");"),
    arg("impl FnOnce() -> u32", "|| 7", "assert_eq!(@(), 7);"),
    arg("impl FnMut(u32) + Send", "|n| @ += n", "let mut @ = @; @(2); drop(@);")
        .setup("let mut @ = 1;")
        .after("assert_eq!(@, 3);"),
    arg("impl Iterator<Item = u32>", "[7].into_iter()", "assert_eq!(@.sum::<u32>(), 7);"),
    arg("impl Iterator<Item = &'static str> + Send", "[\"x\"].into_iter()", "assert_eq!(@.count(), 1);"),
    arg("impl IntoIterator<Item = u32>", "vec![7]", "assert_eq!(@.sum::<u32>(), 7);"),
    arg("impl IntoIterator<Item = String> + Send", "Vec::new()", "assert_eq!(@.count(), 0);"),
    arg("impl Future<Output = u32> + Send", "std::future::ready(7)", "drop(@);"),
    arg("impl Sound + 'static", "Bell(3)", "assert_eq!(@.pitch(), 3);"),
    arg("impl Shared", "Bell(3)", "assert_eq!(@.pitch(), 3);"),
    arg("&impl Shared", "&Bell(3)", "assert_eq!(@.pitch(), 3);"),
    arg("&mut impl Sound", "&mut @", "@.tune(9);").setup("let mut @ = Bell(3);").after("assert_eq!(@, Bell(9));"),
    arg("&[impl Shared]", "&[Bell(3)]", "assert_eq!(@[0].pitch(), 3);"),
    arg("Option<impl Shared>", "Some(Bell(3))", "assert_eq!(@.unwrap().pitch(), 3);"),
    arg("Vec<impl Into<String>>", "vec![\"x\"]", "drop(@);"),
    arg("impl Clone", "7", "drop(@);"),
    arg("impl Sound + Shared", "Bell(3)", "drop(@);"),
    arg("impl Debug", "7", "assert_eq!(format!(\"{:?}\", @), \"7\");"),
    arg("impl std::fmt::Display + Send + Sync", "7", "assert_eq!(@.to_string(), \"7\");"),
    arg("impl std::error::Error + 'static", "Failure(\"x\".to_owned())", "assert_eq!(@.to_string(), \"x\");"),
    arg("impl AsyncFn(u32) -> u32", "async |n| n + 1", "drop(@);"),
];

/// Types that the method is generic over.
pub(crate) const GENERIC: &[Argument] = &[
    arg("T$", "7_u32", "assert_eq!(@, 7);").generic("T$: 'static").expects("u32"),
    arg("T$", "7_u32", "assert_eq!(@, 7);").generic("T$").clause("T$: Send + 'static").expects("u32"),
    arg("T$", "7_u32", "assert_eq!(@, 7);").generic("T$: Clone + Debug + Send + 'static").expects("u32"),
    arg("&T$", "&7_u32", "assert_eq!(*@, 7);").generic("T$: Sync + 'static").expects("u32"),
    arg("&T$", "\"x\"", "assert_eq!(@, \"x\");").generic("T$: ?Sized + Sync + 'static").expects("str"),
    arg("&T$", "\"x\"", "assert_eq!(@.as_ref(), \"x\");").generic("T$: ?Sized + AsRef<str>"),
    arg("&T$", "\"x\"", "assert_eq!(@.as_ref(), \"x\");").generic("T$").clause("T$: AsRef<str> + ?Sized + Sync"),
    arg("&mut T$", "&mut @", "*@ += 1;")
        .generic("T$: Send + 'static")
        .expects("u32")
        .setup("let mut @ = 1_u32;")
        .after("assert_eq!(@, 2);"),
    arg("&[T$]", "&[7_u32]", "assert_eq!(@, [7]);").generic("T$: Sync + 'static").expects("u32"),
    arg("&mut [T$]", "&mut @", "@[0] = 9;")
        .generic("T$: Send + 'static")
        .expects("u32")
        .setup("let mut @ = [1_u32];")
        .after("assert_eq!(@, [9]);"),
    arg("&[&T$]", "&[&7_u32]", "assert_eq!(@, [&7]);").generic("T$: Sync + 'static").expects("u32"),
    arg("Option<T$>", "Some(7_u32)", "assert_eq!(@, Some(7));").generic("T$: Send + 'static").expects("u32"),
    arg("Option<&T$>", "Some(&7_u32)", "assert_eq!(@, Some(&7));").generic("T$: Sync + 'static").expects("u32"),
    arg("Vec<T$>", "vec![7_u32]", "assert_eq!(@, [7]);").generic("T$: Send + 'static").expects("u32"),
    arg("[T$; 2]", "[1_u32, 2]", "assert_eq!(@, [1, 2]);").generic("T$: Send + 'static").expects("u32"),
    arg("(T$, &str)", "(7_u32, \"x\")", "assert_eq!(@, (7, \"x\"));").generic("T$: Send + 'static").expects("u32"),
    arg("Slot<'_, T$>", "Slot(&7_u32)", "assert_eq!(@, Slot(&7));").generic("T$: Sync + 'static").expects("u32"),
    arg("(T$, &T$::Id)", "(Bell(3), &7)", "assert_eq!(*@.1, 7);")
        .generic("T$: Entity<Id = u32> + 'static")
        .expects("Bell"),
    arg("(T$, <T$ as Entity>::Id)", "(Bell(3), 7)", "drop(@);")
        .generic("T$: Entity<Id: Send> + Send + 'static")
        .expects("Bell"),
    arg("Box<dyn Fn(T$) -> u32 + Send>", "Box::new(plus_one)", "assert_eq!(@(1), 2);")
        .generic("T$: 'static")
        .expects("u32"),
    arg("fn(&T$) -> u32", "|n: &u32| *n", "assert_eq!(@(&7), 7);").generic("T$: 'static").expects("u32"),
    arg("T$", "Bell(3)", "assert_eq!(Shared::pitch(&@), 3);").generic("T$: Shared + 'static").expects("Bell"),
    arg("T$", "Bell(3)", "assert_eq!(@, Bell(3));")
        .generic("T$")
        .clause("T$: Shared + Clone + PartialEq<Bell> + Debug + 'static")
        .expects("Bell"),
    arg("T$", "\"x\".to_owned()", "assert_eq!(@, \"x\");")
        .generic("T$: for<'x> PartialEq<&'x str> + Debug + Send + 'static")
        .expects("String"),
    arg("[u8; N$]", "[1, 2, 3]", "assert_eq!(@, [1, 2, 3]);").generic("const N$: usize").expects("3"),
    arg("&[[u8; N$]]", "&[[1, 2, 3]]", "assert_eq!(@, [[1, 2, 3]]);").generic("const N$: usize").expects("3"),
    arg("[T$; N$]", "[7_u32; 2]", "assert_eq!(@, [7, 7]);")
        .generic("T$: Send + 'static, const N$: usize")
        .expects("u32, 2"),
    arg("F$", "plus_one as fn(u32) -> u32", "assert_eq!(@(1), 2);")
        .generic("F$: Fn(u32) -> u32 + Send + Sync + 'static"),
    arg("F$", "Box::new(|text: &str| text.len()) as Box<dyn Fn(&str) -> usize + Send>", "assert_eq!(@(\"x\"), 1);")
        .generic("F$")
        .clause("F$: FnOnce(&str) -> usize + Send + 'static"),
    arg("F$", "|n: &mut u32| *n + 1", "assert_eq!(@(&mut 1), 2);")
        .generic("F$: FnOnce(&mut u32) -> u32 + Send + 'static"),
    arg("Option<F$>", "Some(plus_one as fn(u32) -> u32)", "assert_eq!(@.unwrap()(1), 2);")
        .generic("F$: Fn(u32) -> u32 + Send + 'static")
        .expects("fn(u32) -> u32"),
    arg("F$", "async |n| n + 1", "drop(@(1));").generic("F$: AsyncFnOnce(u32) -> u32 + Send + 'static"),
    arg("F$", "async |n: &mut u32| *n += 1", "drop(@(&mut 1));")
        .generic("F$: AsyncFn(&mut u32) + Send + Sync + 'static"),
    arg("F$", "async |n: &mut u32| *n += 1", "drop(@);").generic("F$: AsyncFnOnce(&mut u32) + Send"),
    arg("F$", "plus_one", "assert_eq!(@(1), 2);").generic("F$: Fn(u32) -> u32 + Send"),
    arg("&F$", "&plus_one", "assert_eq!(@(1), 2);").generic("F$: Fn(u32) -> u32 + Sync"),
    arg("F$", "|text| text", "assert_eq!(@(\"x\"), \"x\");")
        .generic("F$")
        .clause("F$: for<'x> Fn(&'x str) -> &'x str + Send"),
    arg("F$", "|| 7", "assert_eq!(@(), 7);").generic("F$: FnOnce() -> u32 + Send"),
    arg("F$", "|n| @ += n", "let mut @ = @; @(2); drop(@);")
        .generic("F$: FnMut(u32) + Send")
        .setup("let mut @ = 1;")
        .after("assert_eq!(@, 3);"),
    arg("&mut F$", "&mut |n| @ += n", "@(2);")
        .generic("F$: FnMut(u32) + Send")
        .setup("let mut @ = 1;")
        .after("assert_eq!(@, 3);"),
    arg("T$", "\"x\"", "assert_eq!(@, \"x\");").generic("T$: Into<String> + Send"),
    arg("T$", "\"x\"", "assert_eq!(@.as_ref(), \"x\");").generic("T$: AsRef<str> + Send"),
    arg("T$", "7", "assert_eq!(@.to_string(), \"7\");").generic("T$: std::fmt::Display + Send"),
    arg("&T$", "&7", "assert_eq!(@.to_string(), \"7\");").generic("T$: std::fmt::Display + Sync"),
    arg("&[T$]", "&[7]", "assert_eq!(@[0].to_string(), \"7\");").generic("T$: std::fmt::Display + Sync"),
    arg("I$", "vec![7]", "assert_eq!(@.sum::<u32>(), 7);").generic("I$: IntoIterator<Item = u32> + Send"),
    arg("I$", "vec![\"x\".to_owned()].iter()", "assert_eq!(@.count(), 1);")
        .generic("'i$, I$")
        .clause("I$: Iterator<Item = &'i$ String> + Send"),
    arg("&mut R$", "&mut @", "std::io::Read::read_to_string(@, &mut String::new()).unwrap();")
        .generic("R$: std::io::Read + Send")
        .setup("let mut @ = &b\"x\"[..];"),
    arg("T$", "7", "drop(@);").generic("T$"),
    arg("&T$", "&7", "let _ = @;").generic("T$: ?Sized"),
    arg("T$", "Bell(3)", "drop(@);").generic("T$: Shared"),
    arg("&T$", "&Bell(3)", "let _ = @;").generic("T$: Shared"),
    arg("Option<T$>", "Some(7)", "drop(@);").generic("T$: Clone + Send"),
    arg("Vec<T$>", "vec![\"x\"]", "drop(@);").generic("T$: Into<String> + Send"),
    arg("&'x$ str", "\"x\"", "assert_eq!(@, \"x\");").generic("'x$"),
    arg("View<'x$>", "View(\"x\")", "assert_eq!(@, View(\"x\"));").generic("'x$"),
    arg("&'x$ [&'y$ str]", "&[\"x\"]", "assert_eq!(@, [\"x\"]);").generic("'x$, 'y$"),
    arg("&'x$ View<'y$>", "&View(\"x\")", "assert_eq!(*@, View(\"x\"));").generic("'x$, 'y$").clause("'y$: 'x$"),
    arg("T$", "Bell(3)", "assert_eq!(@.pitch(), 3);").generic("T$: Shared").needs(Needs::Concretize),
    arg("&T$", "&Bell(3)", "assert_eq!(@.pitch(), 3);").generic("T$: Shared + ?Sized").needs(Needs::Concretize),
    arg("&mut T$", "&mut @", "@.tune(9);")
        .generic("T$: Sound + Send")
        .setup("let mut @ = Bell(3);")
        .after("assert_eq!(@, Bell(9));")
        .needs(Needs::Concretize),
    arg("&[T$]", "&[Bell(3)]", "assert_eq!(@[0].pitch(), 3);")
        .generic("T$")
        .clause("T$: Shared")
        .needs(Needs::Concretize),
];

/// Patterns, and types that only some surroundings have.
pub(crate) const SPECIAL: &[Argument] = &[
    arg("u32", "7", "assert_eq!(@, 7);").pattern("mut @"),
    arg("u32", "7", "assert_eq!(@, 7);").pattern("_"),
    arg("(u32, u32)", "(7, 8)", "assert_eq!(@, (7, 8));").pattern("(_@first, _@second)"),
    arg("&(u32, String)", "&(7, String::new())", "assert_eq!(@.0, 7);").pattern("(_@first, _)"),
    arg("Point", "Point { x: 7, y: 8 }", "assert_eq!(@.x, 7);").pattern("Point { x: _@x, .. }"),
    arg("Bell", "Bell(3)", "assert_eq!(@, Bell(3));").pattern("Bell(_@pitch)"),
    arg("[u8; 2]", "[1, 2]", "assert_eq!(@, [1, 2]);").pattern("[_@first, _]"),
    arg("&mut Bell", "&mut @", "@.0 = 9;")
        .pattern("Bell(_@pitch)")
        .setup("let mut @ = Bell(3);")
        .after("assert_eq!(@, Bell(9));"),
    arg("impl Fn() -> u32", "|| 7", "assert_eq!(@(), 7);").pattern("_"),
    arg("&Self", "&@", "let _ = @;").setup("let @ = MOCK::new();").needs(Needs::Own),
    arg("&mut Self", "&mut @", "let _ = @;").setup("let mut @ = MOCK::new();").needs(Needs::Own),
    arg("Option<&Self>", "None", "assert!(@.is_none());").needs(Needs::Own),
    arg("&[Self]", "&[]", "assert!(@.is_empty());").needs(Needs::Own).clause("Self: Sized"),
    arg("Self", "MOCK::new()", "drop(@);").needs(Needs::Own).clause("Self: Sized"),
    arg("K", "7", "assert_eq!(@, 7);").needs(Needs::Key),
    arg("&K", "&7", "assert_eq!(*@, 7);").needs(Needs::Key),
    arg("&mut K", "&mut @", "*@ = 9;").setup("let mut @ = 7;").after("assert_eq!(@, 9);").needs(Needs::Key),
    arg("&[K]", "&[7]", "assert_eq!(@, [7]);").needs(Needs::Key),
    arg("Option<&K>", "Some(&7)", "assert_eq!(@, Some(&7));").needs(Needs::Key),
    arg("Vec<K>", "vec![7]", "assert_eq!(@, [7]);").needs(Needs::Key),
    arg("Slot<'_, K>", "Slot(&7)", "assert_eq!(@.0, &7);").needs(Needs::Key),
    arg("(&str, K)", "(\"x\", 7)", "assert_eq!(@.1, 7);").needs(Needs::Key),
    arg("Box<dyn Fn(&K) -> bool + Send>", "Box::new(|_| true)", "assert!(@(&7));").needs(Needs::Key),
    arg("impl Fn(K) -> u32 + Send", "|n| n", "assert_eq!(@(7), 7);").needs(Needs::Key),
    arg("[u8; N]", "[1, 2, 3]", "assert_eq!(@, [1, 2, 3]);").needs(Needs::Size),
    arg("&[u8; N]", "&[1, 2, 3]", "assert_eq!(*@, [1, 2, 3]);").needs(Needs::Size),
    arg("[&str; N]", "[\"x\"; 3]", "assert_eq!(@, [\"x\"; 3]);").needs(Needs::Size),
    arg("&'t str", "\"x\"", "assert_eq!(@, \"x\");").needs(Needs::Lifetime),
    arg("View<'t>", "View(\"x\")", "assert_eq!(@, View(\"x\"));").needs(Needs::Lifetime),
    arg("&View<'t>", "&View(\"x\")", "assert_eq!(*@, View(\"x\"));").needs(Needs::Lifetime),
    arg("Self::Item", "7", "assert_eq!(@, 7);").needs(Needs::Item),
    arg("&Self::Item", "&7", "assert_eq!(*@, 7);").needs(Needs::Item),
    arg("Option<&mut Self::Item>", "None", "assert_eq!(@, None);").needs(Needs::Item),
    arg("&[Self::Item]", "&[7]", "assert_eq!(@, [7]);").needs(Needs::Item),
    arg("<Self as Subject>::Item", "7", "assert_eq!(@, 7);").needs(Needs::Item),
    arg("impl Iterator<Item = Self::Item> + Send", "[7].into_iter()", "assert_eq!(@.count(), 1);").needs(Needs::Item),
];

/// An argument to which the method's value is tied.
pub(crate) const TIED_TEXT: Argument = arg("&'a str", "\"x\"", "");
pub(crate) const TIED_ELIDED: Argument = arg("&str", "\"x\"", "");
pub(crate) const TIED_SLICE: Argument = arg("&'a [u8]", "&[1_u8, 2]", "");
pub(crate) const TIED_VIEW: Argument = arg("View<'a>", "View(\"x\")", "");
pub(crate) const TIED_MUT: Argument = arg("&'a mut u32", "&mut @", "").setup("let mut @ = 7;");
pub(crate) const TIED_GENERIC: Argument = arg("&'a T$", "&7_u32", "").generic("T$: Sync + 'static").expects("u32");

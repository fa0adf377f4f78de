use super::*;
use proptest::prelude::*;

fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

#[test]
fn r11_dates_in_many_formats() {
    let autumn = ymd(2016, 10, 20);
    for (text, order) in [
        ("20-10-16", None),
        ("20-10-16", Some(DateOrder::Dmy)),
        ("10/20/2016", None),
        ("10/20/16", Some(DateOrder::Mdy)),
        ("2016-10-20", None),
        ("2016-10-20", Some(DateOrder::Dmy)),
        ("2016/10/20 13:45", None),
        ("2016-10-20T13:45:00Z", None),
        ("20.10.2016", None),
        ("20 Oct 2016", None),
        ("October 20, 2016", None),
        ("20-Oct-16", None),
    ] {
        assert_eq!(date(text, order), Ok(autumn), "{text} {order:?}");
    }
}

#[test]
fn what_is_no_date_or_two_is_refused() {
    for (text, order, why) in [
        ("03-04-17", None, DateError::Ambiguous),
        ("03/04/2017", None, DateError::Ambiguous),
        ("2017-02-30", None, DateError::NoDate),
        ("30-02-17", Some(DateOrder::Dmy), DateError::NoDate),
        ("20-10-16", Some(DateOrder::Mdy), DateError::NoDate),
        ("", None, DateError::NoDate),
        ("soon", None, DateError::NoDate),
        ("Q4 2016", None, DateError::NoDate),
        ("42663", None, DateError::NoDate),
        ("1-1-1", Some(DateOrder::Ymd), DateError::NoDate),
        ("0001-01-01", None, DateError::NoDate),
    ] {
        let read = date(text, order);
        if text == "1-1-1" {
            assert_eq!(read, Ok(ymd(2001, 1, 1)));
        } else {
            assert_eq!(read, Err(why), "{text}");
        }
    }
    assert_eq!(date("05-05-17", None), Ok(ymd(2017, 5, 5)), "the same either way");
}

#[test]
fn the_order_is_guessed_only_when_one_fits() {
    assert_eq!(date_order(["20-10-16", "01-03-17"]), Some(DateOrder::Dmy));
    assert_eq!(date_order(["10/20/16", "01/03/17"]), Some(DateOrder::Mdy));
    assert_eq!(date_order(["2016-10-20"]), Some(DateOrder::Ymd));
    assert_eq!(date_order(["01-03-17", "02-03-17"]), None);
    assert_eq!(date_order(["20-10-16", "soon"]), None);
    assert_eq!(date_order([] as [&str; 0]), None);
    assert_eq!("DD-MM-YY".parse(), Ok(DateOrder::Dmy));
    assert_eq!("yyyy.mm.dd".parse(), Ok(DateOrder::Ymd));
    assert!("YD".parse::<DateOrder>().is_err());
}

#[test]
fn r11_amounts_in_many_formats() {
    for (text, mark, cents) in [
        ("1054", None, 105_400),
        ("1,234.56", None, 123_456),
        ("1.234,56", None, 123_456),
        ("1.234.567", None, 123_456_700),
        ("1,234", None, 123_400),
        ("12,5", None, 1_250),
        ("12.5", None, 1_250),
        ("$ 1 250.50", None, 125_050),
        ("1'234.50", None, 123_450),
        ("\u{20ac} 1.234,56", None, 123_456),
        ("500 USD", None, 50_000),
        ("(41,000)", None, -4_100_000),
        ("-7", None, -700),
        ("-$7", None, -700),
        ("$-7", None, -700),
        ("1.234", Some(DecimalMark::Comma), 123_400),
        ("1.50", Some(DecimalMark::Point), 150),
    ] {
        assert_eq!(amount(text, mark), Ok(Money(cents)), "{text}");
    }
    for (text, why) in [
        ("1.234", AmountError::Ambiguous),
        ("", AmountError::NoAmount),
        ("n/a", AmountError::NoAmount),
        ("12,34,5", AmountError::NoAmount),
        ("1.2.3", AmountError::NoAmount),
        ("1,23.4,5", AmountError::NoAmount),
        ("about 500 dollars", AmountError::NoAmount),
        ("=1+1", AmountError::NoAmount),
        ("500k", AmountError::NoAmount),
        ("5 mio", AmountError::NoAmount),
        ("--5", AmountError::NoAmount),
        ("12,", AmountError::NoAmount),
    ] {
        assert_eq!(amount(text, None), Err(why), "{text}");
    }
}

#[test]
fn samples_tell_the_decimal_mark() {
    assert_eq!(decimal_mark(["1.234", "1.234,56"]), Some(DecimalMark::Comma));
    assert_eq!(decimal_mark(["1,234", "99.5"]), Some(DecimalMark::Point));
    assert_eq!(decimal_mark(["1054", "588"]), None);
    assert_eq!(decimal_mark(["1,5", "1.5"]), None);
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC{0,40}") {
        let _ = date(&text, None);
        let _ = amount(&text, None);
        let _ = date_order([text.as_str()]);
        let _ = decimal_mark([text.as_str()]);
    }

    #[test]
    fn dates_written_in_an_order_are_read_in_it(day in 0u64..36_000, sep in "[-/. ]") {
        let date_of = ymd(1970, 1, 1) + chrono::Days::new(day);
        for (order, format) in [(DateOrder::Ymd, "%Y{}%m{}%d"), (DateOrder::Dmy, "%d{}%m{}%Y"), (DateOrder::Mdy, "%m{}%d{}%Y")] {
            let text = date_of.format(&format.replace("{}", &sep)).to_string();
            prop_assert_eq!(date(&text, Some(order)), Ok(date_of));
        }
    }

    #[test]
    fn our_own_amounts_read_back(cents in -1_000_000_000_000i64..=1_000_000_000_000) {
        let text = Money(cents).to_string();
        prop_assert_eq!(amount(&text, None), Ok(Money(cents)));
    }
}

#[test]
fn percentages_of_a_spreadsheet_are_fractions_of_one() {
    for (samples, fractions) in [
        (&["0.4", "1", "0"][..], true),
        (&["0,25", "0,7"], true),
        (&["40", "0.5"], false),
        (&["1", "0"], false),
        (&["40 %"], false),
        (&[], false),
    ] {
        assert_eq!(are_fractions(samples.iter().copied()), fractions, "{samples:?}");
    }
    assert_eq!(
        (fraction("0.57"), fraction("1"), fraction("0,7")),
        (Ok(Percent(57)), Ok(Percent(100)), Ok(Percent(70)))
    );
    assert_eq!(fraction("0.405"), Err("0.405 is 40.5 percent; write a whole percentage.".to_owned()));
    assert!(fraction("2").is_err() && fraction("x").is_err());
}

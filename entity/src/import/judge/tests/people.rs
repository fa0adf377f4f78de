//! People whom rows name: who they are, whether they are still here, what they sell.

use super::*;

fn person(known: &mut Known, n: u128, name: &str, role: Role, active: bool) -> UserId {
    let (id, email) = (UserId(Uuid::from_u128(n)), format!("{n}@demo.example"));
    known.join_person(Person { id, name: name.into(), email, role, region: Some(east()), active });
    id
}

#[test]
fn nothing_new_is_given_to_people_who_left() {
    let mut known = known();
    let gone = person(&mut known, 20, "Gone Person", Role::SalesRep, false);
    let verdicts = pipeline(pipeline_plan(), &[won(&[(1, "Gone Person")])], &mut known);
    assert_eq!(
        (verdicts[0].outcome, verdicts[0].sentence.as_str(), verdicts[0].column.as_str()),
        (Outcome::Error, "Gone Person does not work here any more. Map the name to somebody who does.", "agent")
    );
    let mut now = again::here("won");
    now.owner = gone;
    known.seen.clear();
    known.opportunities.insert("A1".into(), now);
    let verdicts = pipeline(pipeline_plan(), &[won(&[(1, "Gone Person")])], &mut known);
    assert_eq!(verdicts[0].outcome, Outcome::Unchanged, "what is his stays his: {verdicts:?}");
}

#[test]
fn reps_sell_what_they_are_named_for() {
    let headers = ["account", "rep", "pssr"];
    let plan = plan(&headers, &["name", "machine_rep", "support_rep"]);
    let rows = [
        vec!["A", "Moses Frase", "Pia Parts"],
        vec!["B", "Pia Parts", ""],
        vec!["C", "", "Moses Frase"],
        vec!["D", "Gone Person", ""],
        vec!["E", "Ella Executive", ""],
    ];
    let mut known = known();
    person(&mut known, 21, "Pia Parts", Role::ProductSupportRep, true);
    person(&mut known, 22, "Gone Person", Role::SalesRep, false);
    person(&mut known, 23, "Ella Executive", Role::Executive, true);
    let verdicts = judge_file(ImportNoun::Accounts, plan, &headers, &rows, &mut known, &admin());
    let sentences: Vec<&str> = verdicts.iter().map(|verdict| verdict.sentence.as_str()).collect();
    assert_eq!(
        sentences,
        [
            "New",
            "Pia Parts is product support rep and sells no machines. Map the name to somebody who does.",
            "Moses Frase is sales rep and sells no parts and service. Map the name to somebody who does.",
            "Gone Person does not work here any more. Map the name to somebody who does.",
            "Ella Executive is executive and sells no machines. Map the name to somebody who does.",
        ]
    );
}

#[test]
fn a_manager_in_a_team_list_is_never_dropped_in_silence() {
    let headers = ["agent", "manager"];
    let mut known = known();
    person(&mut known, 24, "Rocco Neubert", Role::SalesManager, true);
    let rows = [vec!["New Agent", "Rocco Neubert"], vec!["Moses Frase", "Rocco Neubert"]];
    let plan = plan(&headers, &["name", "manager"]);
    let verdicts = judge_file(ImportNoun::Users, plan, &headers, &rows, &mut known, &admin());
    for (verdict, outcome) in verdicts.iter().zip([Outcome::CreateNote, Outcome::Unchanged]) {
        assert_eq!(verdict.outcome, outcome, "{verdict:?}");
        assert!(verdict.detail.contains("Manager Rocco Neubert is not kept"), "{}", verdict.detail);
    }
}

@allure.label.epic:Resilience @allure.label.severity:critical @needs:postgresql @needs:redis @own-process @alone
Feature: What resilience is worth
  Two services get the same requests at the same moments while the same things fail: one as it is, and
  one that has a single provider, asks once, checks nothing and keeps neither copies nor accepted writes.
  Served is a whole and right answer within 5 seconds, also one that is marked as a copy, comes from
  another provider, or says that a write is accepted and pending. A refusal, silence, an error, a wrong
  answer and a write of which nobody knows are not.
  Faults are pressed together: in a minute there is as much out as in a bad week. How much is lost
  without resilience follows from that; what counts is that hardly anything is lost with it. Of two
  that stand in for each other, providers or database and cache, never both are out, and conversations
  have been read before.

  Background:
    Given the production defaults apply

  @BV-1 @BR-3 @PR-1 @PR-2 @PR-3 @DS-2 @DS-3
  Rule: With resilience a service holds what one without loses under the same faults

    Scenario: A minute of faults, with resilience and without
      Given a service runs beside one without resilience
      When 6600 requests of all kinds go to both, while each is out for its share of the time
        | primary provider   | 25 percent |
        | secondary provider |  8 percent |
        | database           | 18 percent |
        | cache              |  8 percent |
      Then with resilience more than 99.9 percent were served, without it at most 95 percent
      And with resilience these targets were met, as its metrics say too
        | requests served, degraded service included       | more than 99.9 percent |
        | each answer by another provider                  | within 5 seconds       |
        | full service after each outage                   | within 30 seconds      |
        | conversations shown although the database is out | more than 80 percent   |
      And every accepted write is in the database once, whole and in order, and nothing else

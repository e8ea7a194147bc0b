@allure.label.epic:Resilience @allure.label.severity:critical @needs:postgresql
Feature: Priorities under overload
  When more is asked of the service than it can do at once, what earns money goes first, then
  what people wait for, then what is done on the side; whoever cannot be served is told at once.

  Background:
    Given a database that does not answer for 5 seconds is given up

  @GD-3 @BR-2
  Rule: Whoever waits for the database is let on by what depends on it

    Background:
      Given the service keeps 1 connection to the database and opens at most 1
      And each customer has a conversation
      And an order of Ada holds up the database

    Scenario: Orders come before conversations, and these before work on the side
      Given meanwhile these have come, one after another
        | user | operation |
        | Cleo | summarise |
        | Ada  | read      |
        | Dan  | order     |
      When the database is held up no longer
      Then just these are served, in this order
        | Dan  | order     |
        | Ada  | read      |
        | Cleo | summarise |

    Scenario: Paying users come before trial users, for the same
      Given meanwhile these have come, one after another
        | user | operation |
        | Ben  | order     |
        | Dan  | read      |
        | Cleo | read      |
        | Ada  | order     |
      When the database is held up no longer
      Then just these are served, in this order
        | Ada  | order |
        | Ben  | order |
        | Cleo | read  |
        | Dan  | read  |

    Scenario: Of those who are equally urgent, who came first is first
      Given meanwhile these have come, one after another
        | user | operation |
        | Hugo | order     |
        | Ada  | order     |
        | Cleo | order     |
      When the database is held up no longer
      Then just these are served, in this order
        | Hugo | order |
        | Ada  | order |
        | Cleo | order |

    Scenario: Who hangs up while waiting makes room for others
      Given meanwhile these have come, one after another
        | user | operation |
        | Dan  | order     |
        | Ada  | read      |
        | Cleo | order     |
      And the first of those who wait has hung up
      When the database is held up no longer
      Then just these are served, in this order
        | Cleo | order |
        | Ada  | read  |
      And what was not refused was done within 1 second, and nothing else was

  @GD-3
  Rule: Nobody waits for ever because others are more urgent

    Background:
      Given the service keeps 1 connection to the database and opens at most 1
      And each fifth turn at the database goes to whoever has waited longest
      And each customer has a conversation
      And an order of Ada holds up the database

    Scenario: Who has waited longest has every fifth turn
      Given meanwhile these have come, one after another
        | user | operation |
        | Dan  | read      |
        | Ada  | order     |
        | Cleo | order     |
        | Ada  | order     |
        | Cleo | order     |
        | Ada  | order     |
      When the database is held up no longer
      Then just these are served, in this order
        | Ada  | order |
        | Cleo | order |
        | Ada  | order |
        | Cleo | order |
        | Dan  | read  |
        | Ada  | order |

  @GD-3 @GD-2 @FR-4
  Rule: Where no more can wait, the least urgent is turned away at once, and told so

    Background:
      Given the service keeps 1 connection to the database and opens at most 1
      And at most 2 requests wait for the database
      And each customer has a conversation
      And an order of Ada holds up the database

    Scenario: Whoever is as urgent as those who wait is turned away
      Given meanwhile these have come, one after another
        | user | operation |
        | Ada  | read      |
        | Cleo | read      |
        | Ada  | read      |
      When the database is held up no longer
      Then just these are turned away
        | Ada | read |
      And the metrics count those who were turned away

    Scenario: An order takes the place of whoever is least urgent
      Given meanwhile these have come, one after another
        | user | operation |
        | Ada  | read      |
        | Ben  | read      |
        | Dan  | order     |
      When the database is held up no longer
      Then just these are turned away
        | Ben | read |

    Scenario: What is turned away is not done later either
      Given meanwhile these have come, one after another
        | user | operation |
        | Ada  | order     |
        | Cleo | order     |
        | Dan  | order     |
      When the database is held up no longer
      Then just these are turned away
        | Dan | order |
      And what was not refused was done within 1 second, and nothing else was

    Scenario: People are told that some are turned away, and when no longer
      Given meanwhile these have come, one after another
        | user | operation |
        | Ada  | read      |
        | Cleo | read      |
        | Dan  | read      |
      When the database is held up no longer
      Then the notice "too_busy" is shown within 1 second
      And the service level is "full" within 10 seconds

  @GD-1 @BR-2 @needs:redis
  Rule: Nobody is turned away who can be shown a copy, and no order that can be accepted for later

    Background:
      Given the service keeps 1 connection to the database and opens at most 1
      And at most 1 request waits for the database
      And copies of conversations are used by these rules
        | shown without asking for | 1 millisecond |
      And each customer has a conversation
      And an order of Ada holds up the database

    Scenario: A reader is shown a copy, and an order is accepted
      Given meanwhile these have come, one after another
        | user | operation |
        | Cleo | order     |
        | Ada  | read      |
        | Dan  | order     |
      When the database is held up no longer
      Then just these are served, in this order
        | Ada  | read  | from a copy |
        | Dan  | order | pending     |
        | Cleo | order | done        |
      And what was not refused was done within 5 seconds, and nothing else was

  @GD-3 @BR-2 @DS-2 @own-process @alone
  Rule: In a rush orders are served, and the rest as far as it goes

    Background:
      Given a database that does not answer for 2 seconds is given up
      And the service keeps 10 connections to the database and opens at most 10
      And each customer has a conversation
      And the database is slow

    Scenario: Four times as much as the database can do
      When a rush of 390 requests comes evenly, 60 a second, of these kinds, and then calm
        | order     |  2 |
        | read      | 22 |
        | summarise |  6 |
      Then with 95 percent confidence more than 80 percent of the orders were served
      And a larger share was served of read than of summarise
      And half of those who were turned away knew within 100 milliseconds
      And in the calm everybody is served

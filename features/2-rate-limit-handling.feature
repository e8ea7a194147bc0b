@allure.label.epic:Resilience @allure.label.severity:critical
Feature: Rate limit handling
  A provider that is asked too much wants to be left alone for a while. It is, and nobody else
  suffers from it: questions that need only wait a little do so in a fair order, the others are
  refused at once with a moment to come back, and nobody comes back when everybody does.

  Background:
    Given the primary provider is the only one
    And providers are not checked without users
    And a provider that does not say for how long is left alone for 200 milliseconds
    And questions wait for their turn by these rules
      | at most                             | 50 questions |
      | no longer than                      |    5 seconds |
      | whoever has waited longest has each | fifth turn   |
    And after a limit a provider is asked by these rules
      | at first                  |  20 times a second |
      | twice as often after each |   500 milliseconds |
      | but never more often than | 100 times a second |

  @RL-1
  Rule: A provider is left alone for as long as it asks

    Scenario Outline: Obeyed in OpenAI's format: told <how>
      Given the primary provider asks once to be left alone for <time>, told <how>
      When a user asks a question
      Then the user has the complete answer of the primary provider
      And the primary provider was left alone for as long as it had asked

      Examples: Ways to say it
        | how                          | time             |
        | in seconds                   |         1 second |
        | in milliseconds              | 500 milliseconds |
        | as a date                    | 500 milliseconds |
        | as the reset of its requests | 500 milliseconds |
        | as the reset of its tokens   | 500 milliseconds |

    Scenario Outline: Obeyed in Anthropic's format: told <how>
      Given the secondary provider is the only one
      And the secondary provider asks once to be left alone for <time>, told <how>
      When a user asks a question
      Then the user has the complete answer of the secondary provider
      And the secondary provider was left alone for as long as it had asked

      Examples: Ways to say it
        | how                               | time             |
        | in seconds                        |         1 second |
        | as a date                         | 500 milliseconds |
        | as the reset of its requests      | 500 milliseconds |
        | as the reset of its input tokens  | 500 milliseconds |
        | as the reset of its output tokens | 500 milliseconds |

    Scenario Outline: A limit announced with an answer is obeyed: the <provider> provider
      Given the <provider> provider is the only one
      And the <provider> provider says with its first answer that it takes no more for 500 milliseconds
      When 2 questions are asked one after another
      Then every user has the complete answer of the <provider> provider
      And the <provider> provider was left alone for as long as it had asked

      Examples: Both formats
        | provider  |
        | primary   |
        | secondary |

    Scenario Outline: Not the whole refilling allowance is waited for: the <provider> provider
      Given the <provider> provider is the only one
      And the <provider> provider says with its first answer that its 600 requests a minute are used up
      When 2 questions are asked one after another
      Then every user has the complete answer of the <provider> provider
      And every answer came within 1 second

      Examples: Both formats
        | provider  |
        | primary   |
        | secondary |

    Scenario: Nothing is thrown at a provider while it is limited
      Given the primary provider has asked to be left alone for 600 milliseconds
      When 40 users ask a question at once
      Then every user has the complete answer of the primary provider
      And the primary provider was left alone for as long as it had asked

    Scenario: A provider that gives no time is left alone for a while
      Given the primary provider is rate limiting without saying for how long once
      When a user asks a question
      Then the user has the complete answer of the primary provider
      And the primary provider was left alone for 200 milliseconds

  @RL-1
  Rule: Nobody is kept waiting by what a provider absurdly asks

    Scenario Outline: Too long to be waited for, so another provider answers: "<value>"
      Given there is a secondary provider too
      And the primary provider asks to be left alone, saying "<value>"
      When a user asks a question
      Then the user has the complete answer of the secondary provider
      And the answer came within 1 second

      Examples: Hours and more
        | value                         |
        |                          7200 |
        |          99999999999999999999 |
        | Thu, 31 Dec 2099 23:59:59 GMT |

    Scenario Outline: Too long to be waited for, so refused at once: "<value>"
      Given the primary provider asks to be left alone, saying "<value>"
      When a user asks a question
      Then the user is told that the assistant is asked too much and when to try again
      And the answer came within 1 second
      And the primary provider has received 1 request

      Examples: Hours and more
        | value                         |
        |                          7200 |
        |          99999999999999999999 |
        | Thu, 31 Dec 2099 23:59:59 GMT |

    Scenario Outline: Without any meaning, so a usual while is waited: "<value>"
      Given the primary provider asks once to be left alone, saying "<value>"
      When a user asks a question
      Then the user has the complete answer of the primary provider
      And the primary provider was left alone for 200 milliseconds

      Examples: Nothing to go by
        | value                         |
        |                            -5 |
        | soon                          |
        | NaN                           |
        | in 1 hour                     |
        | try again in 5                |
        | Thu, 01 Jan 1970 00:00:00 GMT |

    Scenario: Whatever a provider asks, it is tried again after a while
      Given no provider is left alone for longer than 700 milliseconds
      And the primary provider asks once to be left alone, saying "7200"
      When a user asks a question
      Then the user has the complete answer of the primary provider
      And the primary provider was left alone for 700 milliseconds

    Scenario: A user in a hurry is refused at once
      Given the primary provider has asked to be left alone for 3 seconds
      When a user asks a question and waits at most 2 seconds
      Then the user is told that the assistant is asked too much and when to try again
      And the answer came within 1 second

  @RL-1 @CM-4
  Rule: One provider's limit concerns nobody else

    Background:
      Given there is a secondary provider too
      And each provider is guarded by a circuit breaker that
        | opens after | 1 failure |
      And the primary provider has asked to be left alone for 1 second

    Scenario: The next provider answers at once
      When a user asks a question
      Then the user has the complete answer of the secondary provider
      And the answer came within 1 second

    Scenario: The limited provider is spared every question
      When 20 questions are asked one after another
      Then every user has the complete answer of the secondary provider
      And the primary provider was left alone since it asked

    Scenario: A limit opens no breaker
      When 20 questions are asked one after another
      Then the primary breaker is closed
      And the secondary breaker is closed

    Scenario: The provider of first choice answers again after its limit
      When questions are asked one after another for at most 2 seconds, until the primary provider gets one
      Then the last answer is the complete answer of the primary provider

  @RL-1 @CM-4
  Rule: A used-up quota is no limit that passes

    Scenario Outline: Not waited for: the <provider> provider is out of quota
      Given the <provider> provider is the only one
      And the <provider> provider is out of quota
      When a user asks a question
      Then the user is told that the assistant is out of service and when to try again
      And the <provider> provider has received 1 request

      Examples: Both formats
        | provider  |
        | primary   |
        | secondary |

  @CM-2
  Rule: Who waits, waits in a fair order

    Background:
      Given the primary provider has asked to be left alone for 1 second

    Scenario: Paying users come before trial users
      Given 3 questions of trial users are waiting their turn
      When 3 paying users ask a question at once
      Then the primary provider has received, in this order
        | 3 | questions of paying users |
        | 3 | questions of trial users  |
      And every user has the complete answer of the primary provider

    Scenario: Within a class who came first is first
      Given 6 questions of trial and paying users in turn are waiting their turn
      When a paying user asks a question
      Then the primary provider has received, in this order
        | 4 | questions of paying users |
        | 3 | questions of trial users  |
      And within each class they came to the primary provider in the order of asking

    Scenario: Trial users are not starved by paying users
      Given 2 questions of trial users are waiting their turn
      When 9 paying users ask a question at once
      Then the primary provider has received, in this order
        | 4 | questions of paying users |
        | 1 | question of a trial user  |
        | 4 | questions of paying users |
        | 1 | question of a trial user  |
        | 1 | question of a paying user |

  @CM-2 @needs:postgresql
  Rule: What users wait for comes before what is done on the side

    Background:
      Given Ada has a conversation
      And the primary provider has asked to be left alone for 1 second

    Scenario: Questions come before summaries, within a plan
      Given 2 questions of trial users are waiting their turn
      And 2 summaries for paying users are waiting their turn
      When 2 paying users ask a question at once
      Then the primary provider has received, in this order
        | 2 | questions of paying users  |
        | 2 | summaries for paying users |
        | 2 | questions of trial users   |

  @CM-2
  Rule: Nobody waits in vain

    Background:
      Given questions wait for their turn by these rules
        | at most | 3 questions |
      And the primary provider has asked to be left alone for 1 second

    Scenario: Whom a full queue has no room for is refused at once
      Given 3 questions of paying users are waiting their turn
      When a paying user asks a question
      Then the user is told that too many questions are waiting and when to try again
      And the last answer came before the limit of the primary provider was over
      And 3 users have the complete answer of the primary provider

    Scenario: A paying user takes the place of the last trial user
      Given 3 questions of trial users are waiting their turn
      When a paying user asks a question
      Then the user has the complete answer of the primary provider
      And the last of the trial users is told that too many questions are waiting and when to try again
      And 3 users have the complete answer of the primary provider

    Scenario: Who gives up makes room for another
      Given 3 questions of trial users are waiting their turn
      And the first of these users has given up
      When a trial user asks a question
      Then the user has the complete answer of the primary provider
      And the primary provider has never received what was given up

  @CM-2
  Rule: Who cannot be served in time is told at once

    Scenario: A user who stands too far back is refused
      Given the primary provider has asked to be left alone for 600 milliseconds
      And 40 questions of paying users are waiting their turn
      When a trial user asks a question and waits at most 1 second
      Then the user is told that the assistant is asked too much and when to try again
      And the last answer came before the limit of the primary provider was over

  @CM-2
  Rule: Who can no longer be served in time is told at once

    Background:
      Given 1 question is waiting at the primary provider
      And the primary provider has asked to be left alone for 2 seconds

    Scenario: Whom a growing limit leaves too little time is refused
      Given 1 question of trial users is waiting their turn
      When the waiting questions meet a rate limit of 30 seconds
      Then 2 users are told that the assistant is asked too much and when to try again
      And every answer came within 2 seconds

  @MO-2 @CM-2
  Rule: What became of those who wait is counted as it was

    Scenario: The metrics count what users and the provider saw
      Given questions wait for their turn by these rules
        | at most | 3 questions |
      And the primary provider has asked to be left alone for 1 second
      And 3 questions of trial users are waiting their turn
      When 5 paying users ask a question at once
      Then the metrics count those who had to wait for the primary provider, by what became of them
        | class           | let on | full | displaced |
        | paying question |      3 |    2 |         0 |
        | trial question  |      0 |    0 |         3 |

  @RL-2 @FR-2 @own-process @alone
  Rule: Failed attempts are repeated later and later, and not by all at the same moment
    Seen in the provider's own log. How sure the checks are, and what they would miss, stands in docs/backoff-statistics.md.

    Background:
      Given failed requests are repeated by these rules
        | attempts for one question     |                   6 |
        | the first wait lasts at most  |            1 second |
        | each further one              | up to twice as long |
        | but none longer than          |           4 seconds |
        | repeated beyond the questions | without a limit     |
      And breakers never open
      And a provider is asked at most 300 questions at a time
      And the primary provider has answered 100 questions

    Scenario: 300 users of a failing provider come back spread out
      Given the primary provider is failing
      When 300 users ask a question within 3 seconds
      Then the waits double from 1 second up to 4 seconds
      And the waits lie evenly between nothing and the longest
      And at no moment do many come back together

    Scenario: Being asked to wait does not bring everybody back together
      Given the primary provider is overloaded and asks to be left alone for 200 milliseconds
      When 300 users ask a question within 3 seconds
      Then nobody comes back before the time that the provider asked for
      And what is waited beyond it grows and lies evenly between nothing and the longest
      And at no moment do many come back together

  @RL-2 @alone
  Rule: Many services that were told the same do not come back together

    Scenario: 60 services that meet a limit at the same moment
      Given failed requests are repeated by these rules
        | the first wait lasts at most | 1 second |
      And 60 services share the primary provider, which asks each once to be left alone for 500 milliseconds
      When each of the services is asked a question at the same moment
      Then nobody comes back to the primary provider within 500 milliseconds of being refused
      And the services come back spread over 1 second

  @FR-2 @RL-2
  Rule: Repeating is limited, however long a provider fails

    Background:
      Given breakers never open

    Scenario: No question costs more than three attempts, whoever is asked
      Given the production defaults apply
      And there are a primary, a secondary and a tertiary provider
      And every provider is failing
      When a user asks a question
      Then the providers have received 3 requests together

    Scenario: A question that meets a limit again is not asked for ever
      Given the primary provider asks each time to be left alone for 100 milliseconds
      When a user asks a question
      Then the user is told that the assistant is asked too much and when to try again
      And the primary provider has received 2 requests

    Scenario: Repetitions are a tenth of the questions, beyond a small reserve
      Given failed requests are repeated by these rules
        | attempts for one question     |                      3 |
        | the first wait lasts at most  |          1 millisecond |
        | repeated beyond the questions | 10, and 1 for every 10 |
      And the primary provider is failing
      When 100 questions are asked one after another
      Then the primary provider has received 119 to 120 requests

    Scenario: The official client does not multiply the attempts
      Given failed requests are repeated by these rules
        | attempts for one question     |                      3 |
        | the first wait lasts at most  |          1 millisecond |
        | repeated beyond the questions | 10, and 1 for every 10 |
      And the primary provider is failing
      When 20 users ask a plain question at once with the official client
      Then the primary provider has received 20 to 32 requests

    Scenario: Nothing is repeated that would come too late
      Given the primary provider is overloaded and asks to be left alone for 1 second
      When a user asks a question and waits at most 900 milliseconds
      Then the user is told that the assistant cannot answer and when to try again
      And the answer came within 700 milliseconds
      And the primary provider has received 1 request

  @RL-3
  Rule: After a limit all is as before, without a rush

    Scenario: Those who waited are let on one by one, ever faster
      Given the primary provider has asked to be left alone for 600 milliseconds
      When 50 users ask a question at once
      Then every user has the complete answer of the primary provider
      And in no 100 milliseconds has the primary provider received more than 20 of them
      And the primary provider has received at least 28 of them in the second half of the time

    Scenario: Once the limit is over nobody waits any more
      Given the primary provider has asked to be left alone for 500 milliseconds
      And the limit of the primary provider is over
      When 40 users ask a question at once
      Then every user has the complete answer of the primary provider
      And nobody had to wait for a turn at the primary provider

    Scenario: A limit that is lifted step by step is followed
      Given the primary provider has asked to be left alone for 500 milliseconds
      And 40 questions of paying users are waiting their turn
      When the primary provider takes 15 questions a second, after 1 second 30, and after 2 seconds any number
      Then every user has the complete answer of the primary provider
      And the primary provider has refused at most 5 requests

    Scenario: A provider is asked about as often as its account allows
      Given the primary provider takes 20 questions a second
      When 60 users ask a question within 1 second
      Then every user has the complete answer of the primary provider
      And the primary provider has refused at most 6 requests

  @RL-3 @alone
  Rule: A short trouble under steady traffic leaves no lasting one
    The provider counts what it refuses too, as real ones do: a storm of repeated attempts would keep itself refused.

    Background:
      Given the primary provider takes 120 questions a second, counting those that it refuses
      And after a limit a provider is asked by these rules
        | but never more often than | 90 times a second |
      And failed requests are repeated by these rules
        | attempts for one question    |               4 |
        | the first wait lasts at most | 50 milliseconds |
      And each provider is guarded by a circuit breaker that
        | opens after        | 5 consecutive failures |
        | tries again after  |       500 milliseconds |
        | then admits trials |                      2 |

    Scenario Outline: Users are answered as before soon after the provider <behaviour>
      When 60 questions a second are asked, and for a while the primary provider <behaviour>
      Then every question was answered or refused
      And as many questions as before are answered by the primary provider within 3 seconds, and it stays so

      Examples: Short troubles
        | behaviour        |
        | is rate limiting |
        | is failing       |

  @RL-4 @needs:postgresql
  Rule: Whoever is refused is told what happened, what still works and when to come back

    Background:
      Given Ada has a conversation

    Scenario Outline: <telling>, told as an answer to a <kind> question
      Given the primary provider <behaviour>
      When a user asks a <kind> question
      Then the user is told that <telling> and when to try again
      And the user is told that conversations still work
      And the user is told nothing about providers

      Examples: A limit
        | behaviour                               | kind     | telling                         |
        | has asked to be left alone for 1 minute | plain    | the assistant is asked too much |
        | has asked to be left alone for 1 minute | streamed | the assistant is asked too much |

      Examples: Other troubles
        | behaviour       | kind     | telling                         |
        | is failing      | plain    | the assistant cannot answer     |
        | is failing      | streamed | the assistant cannot answer     |
        | is out of quota | plain    | the assistant is out of service |
        | is out of quota | streamed | the assistant is out of service |

    Scenario Outline: The official client shows it after a <kind> question
      Given the primary provider has asked to be left alone for 1 minute
      When a user asks a <kind> question with the official client
      Then the user is told that the assistant is asked too much and when to try again

      Examples: Both ways of asking
        | kind     |
        | plain    |
        | streamed |

  @RL-4
  Rule: The moment to come back that a user is told is the right one

    Scenario: Coming back when told is early enough
      Given questions wait for their turn by these rules
        | no longer than | 300 milliseconds |
      And the primary provider has asked to be left alone for 1500 milliseconds
      When a user asks a question, is refused, and asks again when told to
      Then the user has the complete answer of the primary provider

    Scenario: Who is refused because of a limit is told when it ends
      Given the primary provider has asked to be left alone for 30 seconds
      When a user asks a question
      Then the user is told to come back in 30 to 32 seconds

    Scenario: Who finds the queue full is told when it has room
      Given questions wait for their turn by these rules
        | at most | 1 question |
      And the primary provider has asked to be left alone for 1 second
      And 1 question of paying users is waiting their turn
      When a paying user asks a question
      Then the user is told to come back in 1 to 3 seconds

  @RL-4
  Rule: A limit on every provider is shown to everybody while it lasts

    Background:
      Given the service level rises after 100 milliseconds

    Scenario: A short limit makes questions wait, and the state says so
      When the primary provider asks to be left alone for 1 second
      Then the notice "assistant_waits" is shown within 1 second
      And the service level is "degraded" within 1 second

    Scenario: A long limit leaves no assistant, and the state says so
      When the primary provider asks to be left alone for 1 minute
      Then the notice "assistant_out" is shown within 1 second
      And the service level is "limited" within 1 second

    Scenario: Nothing is shown any more once the limit is over
      Given the primary provider has asked to be left alone for 500 milliseconds
      When the limit of the primary provider ends
      Then no notice is shown within 1 second
      And the service level is "full" within 1 second

  @EH-2 @CM-4
  Rule: Every error of a provider belongs to one class

    Scenario Outline: Classified as <class>: the provider <behaviour>
      Given the primary provider <behaviour>
      And a provider that sends nothing for 500 milliseconds is given up
      When a user asks a question
      Then the log classifies the failure of the primary provider as "<class>"
      And the user is told "<code>"

      Examples: The next moment may be better
        | behaviour                  | class     | code                  |
        | is failing                 | transient | assistant_unavailable |
        | is overloaded              | transient | assistant_unavailable |
        | resets connections         | transient | assistant_unavailable |
        | is cut short half-way      | transient | assistant_unavailable |
        | ends early                 | transient | assistant_unavailable |
        | sends garbled data         | transient | assistant_unavailable |
        | answers with nothing       | transient | assistant_unavailable |
        | answers with an error page | transient | assistant_unavailable |

      Examples: Not now
        | behaviour               | class    | code                   |
        | is hanging              | degraded | assistant_unavailable  |
        | stalls half-way         | degraded | assistant_unavailable  |
        | refuses connections     | degraded | assistant_unavailable  |
        | cannot be found by name | degraded | assistant_unavailable  |
        | is rate limiting        | degraded | assistant_rate_limited |

      Examples: Not until somebody acts
        | behaviour                    | class      | code                     |
        | is out of quota              | persistent | assistant_out_of_service |
        | rejects the credentials      | persistent | assistant_out_of_service |
        | shows an expired certificate | persistent | assistant_out_of_service |

      Examples: Not at all
        | behaviour                   | class | code              |
        | finds the question too long | fatal | question_too_long |
        | refuses the content         | fatal | content_refused   |
        | finds the request invalid   | fatal | invalid_request   |

  @MO-2
  Rule: Repeated attempts are counted as the provider saw them

    Background:
      Given failed requests are repeated by these rules
        | attempts for one question    |             3 |
        | the first wait lasts at most | 1 millisecond |

    Scenario Outline: Counted by why and how they ended: the provider <behaviour>
      Given the primary provider <behaviour> for the next 2 requests and answers later ones
      When 5 questions are asked one after another
      Then the metrics count as many attempts repeated after "<why>" as the primary provider received
      And every user has the complete answer of the primary provider

      Examples: Failures that pass
        | behaviour                                    | why          |
        | is failing                                   | server_error |
        | is overloaded                                | overloaded   |
        | is rate limiting without saying for how long | rate_limited |

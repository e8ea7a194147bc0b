@allure.label.epic:Resilience @allure.label.severity:critical
Feature: Circuit breaker patterns
  A provider or a database that keeps failing is left alone for a while, so that users are not
  kept waiting for it and it has room to recover. Whether it has recovered is tried with care.

  Background:
    Given each provider is guarded by a circuit breaker that
      | opens after            | 5 consecutive failures |
      | tries again after      |               1 second |
      | then admits trials     |                      3 |
      | gives up a trial after |               1 second |
    And a provider that sends nothing for 500 milliseconds is given up
    And failed requests are not retried
    And providers are not checked without users
    And the primary provider is the only one

  @CB-1 @FR-1
  Rule: Consecutive failures open the breaker

    Scenario: The failure that reaches the threshold opens the breaker
      Given the primary provider is failing
      When 5 questions are asked one after another
      Then the primary breaker is open

    Scenario: One failure fewer leaves the breaker closed
      Given the primary provider is failing
      When 4 questions are asked one after another
      Then the primary breaker is closed

    Scenario: A success begins the count anew
      Given the primary provider is failing except for every fifth request
      When 9 questions are asked one after another
      Then the primary breaker is closed

    Scenario: Failures at the same time count as well
      Given the primary provider is failing
      When 5 users ask a question at once
      Then the primary breaker is open

  @CB-1 @FR-1
  Rule: Whatever keeps a provider from answering completely is a failure

    Scenario Outline: Counted as a failure: the provider <behaviour>
      Given the primary provider <behaviour>
      When 5 questions are asked one after another
      Then the primary breaker is open

      Examples: No connection
        | behaviour               |
        | refuses connections     |
        | resets connections      |
        | cannot be found by name |

      Examples: No answer
        | behaviour                     |
        | is overloaded                 |
        | is hanging                    |
        | stalls before the first token |
        | answers with an error page    |

      Examples: No complete answer
        | behaviour                                   |
        | answers with nothing                        |
        | sends garbled data half-way                 |
        | ends early                                  |
        | is cut short half-way                       |
        | reports an error inside the stream half-way |

    Scenario Outline: Counted at once: the provider <behaviour>
      Given the primary provider <behaviour>
      When a user asks a question
      Then the primary breaker is open

      Examples: It will not work until somebody acts
        | behaviour                    |
        | is out of quota              |
        | rejects the credentials      |
        | shows an expired certificate |

    Scenario Outline: Not counted as a failure: the provider <behaviour>
      Given the primary provider <behaviour>
      When 5 questions are asked one after another
      Then the primary breaker is closed

      Examples: The user is at fault, not the provider
        | behaviour                   |
        | finds the request invalid   |
        | refuses the content         |
        | finds the question too long |

    Scenario: Rate limits are no failures
      Given a provider that sends nothing for 30 seconds is given up
      And 5 questions are waiting at the primary provider
      When the waiting questions meet a rate limit
      Then the primary breaker is closed

    Scenario: A question that its user gives up is not a failure
      Given the primary provider holds its answers
      When 5 users ask a question and give up
      Then the primary breaker is closed

  @CB-1
  Rule: What is no failure does not hide failures either

    Scenario Outline: The streak goes on past a request where the provider <behaviour>
      Given the primary provider is failing except for every fifth request, when it <behaviour>
      When 6 questions are asked one after another
      Then the primary breaker is open

      Examples: The user is at fault, not the provider
        | behaviour                   |
        | finds the request invalid   |
        | refuses the content         |
        | finds the question too long |

    Scenario: Four failures and a refusal leave the breaker closed
      Given the primary provider is failing except for every fifth request, when it refuses the content
      When 5 questions are asked one after another
      Then the primary breaker is closed

  @CB-1 @FR-1
  Rule: A failure rate opens the breaker once there are enough calls

    Background:
      Given each provider is guarded by a circuit breaker that
        | opens at a failure rate of | 50 percent |
        | among at least             |   10 calls |
        | among the last             |   20 calls |
        | not older than             |  2 seconds |

    Scenario: Half of the calls failing opens the breaker
      Given the primary provider is failing except for every second request
      When 10 questions are asked one after another
      Then the primary breaker is open

    Scenario: One call fewer says nothing yet
      Given the primary provider is failing
      When 9 questions are asked one after another
      Then the primary breaker is closed

    Scenario: Less than half leaves the breaker closed
      Given the primary provider is answering except for every third request
      When 20 questions are asked one after another
      Then the primary breaker is closed

    Scenario: Ten failures among the last twenty calls open the breaker
      Given the primary provider has answered 30 questions
      And the primary provider is failing
      When 10 questions are asked one after another
      Then the primary breaker is open

    Scenario: Nine failures among the last twenty calls leave it closed
      Given the primary provider has answered 30 questions
      And the primary provider is failing
      When 9 questions are asked one after another
      Then the primary breaker is closed

    Scenario: Failures that are too old no longer count
      Given the primary provider failed 9 questions more than 2 seconds ago
      When a user asks a question
      Then the primary breaker is closed

    Scenario: Calls from before the breaker closed no longer count
      Given the primary breaker has opened and closed again
      And the primary provider is failing
      When 9 questions are asked one after another
      Then the primary breaker is closed

  @CB-1 @LF-4
  Rule: An open breaker spares the provider

    Background:
      Given the primary breaker has opened

    Scenario: A question is refused without reaching the provider
      When a user asks a question
      Then the user is told that the assistant is resting and when to try again
      And the primary provider has received no request since the breaker opened

    Scenario: A streamed question is refused in the same way
      When a user asks a streamed question
      Then the user is told that the assistant is resting and when to try again
      And the primary provider has received no request since the breaker opened

    Scenario: Many users at once are all refused at once
      When 50 users ask a question at once
      Then 50 users are refused at once
      And the primary provider has received no request since the breaker opened

    Scenario: The state tells when the provider will be tried again
      When the state of the service is read
      Then the primary breaker says that it opened for 1 second

  @CB-2 @FR-1
  Rule: Half-open, only the trials get through

    Background:
      Given a provider that sends nothing for 2 seconds is given up
      And the primary breaker may be tried again

    Scenario: Of many simultaneous questions three are trials
      Given the primary provider is hanging
      When 50 users ask a question at once
      Then the primary provider has received 3 requests since the breaker opened
      And 47 users are refused at once

    Scenario: Two trials under way leave the breaker half-open
      Given the primary provider holds its answers
      When 2 questions reach the primary provider
      Then the primary breaker is half-open

    Scenario: Reading the state does not begin the trials
      When the state of the service is read 20 times
      Then the primary breaker is open
      And the primary provider has received no request since the breaker opened

    Scenario: Trials that users give up free their places
      Given the primary provider holds its answers
      And 3 users have asked a question and given up
      When 3 questions reach the primary provider
      Then the primary provider has received 6 requests since the breaker opened
      And the primary breaker is half-open

    Scenario: Trials that the provider refuses free their places
      Given the primary provider refuses the content of the next 3 questions and answers later ones
      When 6 questions are asked one after another
      Then the primary provider has received 6 requests since the breaker opened
      And the primary breaker is closed

  @CB-3 @FR-1
  Rule: The trials decide

    Background:
      Given the primary breaker may be tried again

    Scenario: Successful trials close the breaker
      Given the primary provider has recovered
      When 3 questions are asked one after another
      Then the primary breaker is closed

    Scenario: One success fewer leaves it half-open
      Given the primary provider has recovered
      When 2 questions are asked one after another
      Then the primary breaker is half-open

    Scenario: A failed trial opens the breaker again
      Given the primary provider is answering except for every third request
      When 3 questions are asked one after another
      Then the primary breaker is open

    Scenario: Refused trials do not close the breaker
      Given the primary provider refuses the content
      When 3 questions are asked one after another
      Then the primary breaker is half-open

    Scenario: A stream that breaks half-way is a failed trial
      Given the primary provider is cut short half-way
      When a user asks a streamed question
      Then the primary breaker is open

    Scenario: A trial without an answer is a failed trial
      Given the primary provider is hanging
      When a user asks a question
      Then the primary breaker is open

    Scenario: Trials without an end do not keep the breaker from closing
      Given the primary provider drips without an end for the next 3 requests and answers later ones
      And 3 users have been reading a streamed answer for more than 1 second
      When 3 questions are asked one after another
      Then the primary breaker is closed

    Scenario: Trials without an end hold their places for their time
      Given the primary provider drips without an end for the next 3 requests and answers later ones
      And 3 users have begun to read a streamed answer
      When a user asks a question
      Then the user is told that the assistant is resting and when to try again
      And the primary breaker is half-open

  @CB-1 @CB-3
  Rule: A call from before a change of state does not count after it

    Background:
      Given a provider that sends nothing for 30 seconds is given up
      And 5 questions are waiting at the primary provider

    Scenario: Late failures do not open a breaker that has closed since
      Given the primary breaker has opened and closed again
      When the waiting questions fail
      Then the primary breaker is closed

    Scenario: Late answers do not close a breaker that has opened since
      Given the primary breaker has opened
      When the waiting questions are answered
      Then the primary breaker is open

    Scenario: Late answers are no trials
      Given the primary breaker has become half-open
      When the waiting questions are answered
      Then the primary breaker is half-open

    Scenario: Late failures do not fail the trials
      Given the primary breaker has become half-open
      When the waiting questions fail
      Then the primary breaker is half-open

  @CB-3
  Rule: A breaker that has closed begins anew

    Background:
      Given the primary breaker has opened and closed again
      And the primary provider is failing

    Scenario: Failures from before no longer count
      When 4 questions are asked one after another
      Then the primary breaker is closed

    Scenario: Failures from now on count in full
      When 5 questions are asked one after another
      Then the primary breaker is open

  @CB-1 @CB-3
  Rule: Each opening in a row lasts longer, up to a cap

    Background:
      Given each provider is guarded by a circuit breaker that
        | tries again after      | 200 milliseconds |
        | and each time in a row |   2 times longer |
        | but never later than   | 600 milliseconds |

    Scenario: The open time doubles up to its cap
      Given the primary provider is failing
      When the primary breaker opens 4 times in a row
      Then the primary breaker opened for 200, 400, 600 and 600 milliseconds

    Scenario: Closing resets the open time
      Given the primary breaker has opened 3 times in a row and closed again
      When the primary provider fails 5 questions
      Then the primary breaker last opened for 200 milliseconds

  @CB-1
  Rule: A stream counts when it ends

    Background:
      Given a provider that sends nothing for 30 seconds is given up
      And the primary provider has failed 4 questions
      And a user is reading an answer that the primary provider has not finished

    Scenario: A stream under way counts neither way
      When the state of the service is read
      Then the primary breaker is closed with 4 failures in a row

    Scenario: A stream that breaks off is the fifth failure
      When the answer under way breaks off
      Then the primary breaker is open

    Scenario: A stream that ends well ends the streak
      When the answer under way is finished
      Then the primary breaker is closed with 0 failures in a row

  @CB-1 @LF-4
  Rule: Breakers do not affect each other

    Background:
      Given there is a secondary provider too

    Scenario: An open primary breaker leaves the secondary closed
      Given the primary breaker has opened
      When 5 questions are asked one after another
      Then the secondary breaker is closed
      And every user has the complete answer of the secondary provider

    Scenario: Answers of the secondary do not excuse the primary
      Given the primary provider is failing
      When 5 questions are asked one after another
      Then the primary breaker is open
      And the secondary breaker is closed

    Scenario: Both open on their own failures
      Given the primary provider is failing
      And the secondary provider is failing
      When 5 questions are asked one after another
      Then the primary breaker is open
      And the secondary breaker is open

  @CB-4 @MO-1
  Rule: Every change of state is logged, counted and shown

    Scenario: Each change is logged once, with its cause
      When the primary breaker opens and closes again
      Then the log tells of these changes of the primary breaker and no others
        | from      | to        | cause                  |
        | closed    | open      | 5 consecutive failures |
        | open      | half-open | open time over         |
        | half-open | closed    |          3 of 3 trials |

    Scenario: The log tells how long each state lasted
      When the primary breaker opens and closes again
      Then the log says that the primary breaker was open for at least 1 second

    Scenario: The metrics count the changes that the log tells of
      When the primary breaker opens and closes again
      Then the metrics count the same changes of the primary breaker as the log

    Scenario: The metrics count the calls that the provider received
      When the primary breaker opens and closes again
      Then the metrics count as many calls as the primary provider received

    Scenario Outline: Log, metrics and state agree that the breaker is <state>
      When the primary breaker becomes <state>
      Then the log, the metrics and the state agree that the primary breaker is <state>

      Examples: Every state
        | state     |
        | closed    |
        | open      |
        | half-open |

  @CB-1 @CB-2 @CB-3 @FR-1 @needs:postgresql
  Rule: The same laws hold for the database's breaker

    Background:
      Given each dependency is guarded by a circuit breaker that
        | opens after            | 5 consecutive failures |
        | tries again after      |               1 second |
        | then admits trials     |                      3 |
        | gives up a trial after |               1 second |
      And a database that does not answer for 500 milliseconds is given up
      And dependencies are not checked without users
      And Ada has a conversation

    Scenario Outline: Five failed reads open the breaker: the database is <fault>
      Given the database is <fault>
      When the conversation is read 5 times
      Then the database breaker is open

      Examples: Ways of not answering
        | fault       |
        | killed      |
        | frozen      |
        | refused     |
        | black-holed |

    Scenario: Four failed reads leave the breaker closed
      Given the database is refused
      When the conversation is read 4 times
      Then the database breaker is closed

    Scenario: What the user asks for in vain is no failure
      When 5 conversations that do not exist are read
      Then the database breaker is closed
      And every reader is told "not_found"

    Scenario: An open breaker spares the database
      Given the database breaker has opened
      And the database has recovered
      When 20 users read the conversation at once
      Then the database has received no connection since the breaker opened
      And every reader is told "not_checkable"

    Scenario: Half-open, only the trials reach the database
      Given the database breaker may be tried again
      And the database is black-holed
      When 20 users read the conversation at once
      Then the database has received 3 connections since the breaker opened

    Scenario: A failed read as a trial opens the breaker again
      Given the database breaker may be tried again
      When the conversation is read once
      Then the database breaker is open

    Scenario: Successful reads as trials close the breaker
      Given the database breaker may be tried again
      And the database has recovered
      When the conversation is read 3 times
      Then the database breaker is closed
      And the last reader has the conversation

    Scenario: An open database breaker leaves the provider's closed
      Given the database breaker has opened
      When a user asks a question
      Then the user has the complete answer of the primary provider
      And the primary breaker is closed

  @CB-1 @CB-3 @FR-1 @needs:postgresql @needs:redis
  Rule: A dependency's breaker opens and closes without any user

    Background:
      Given each dependency is guarded by a circuit breaker that
        | opens after            | 3 consecutive failures |
        | tries again after      |       300 milliseconds |
        | then admits trials     |                      2 |
        | gives up a trial after |               1 second |
      And a database that does not answer for 500 milliseconds is given up
      And dependencies are checked every 100 milliseconds
      And the service level rises after 200 milliseconds

    Scenario Outline: The outage is noticed: <dependency> is <fault>
      Given the service runs with everything well
      When <dependency> is <fault>
      Then the <breaker> breaker is open within 5 seconds
      And the service level is "<level>" within 5 seconds

      Examples: Servers that do not answer, and what is left without them
        | dependency   | fault  | breaker  | level      |
        | the database | killed | database | cache-only |
        | the database | frozen | database | cache-only |
        | the cache    | killed | cache    | degraded   |
        | the cache    | frozen | cache    | degraded   |

    Scenario Outline: The return is noticed: <dependency> was <fault>
      Given the service has noticed without users that <dependency> is <fault>
      When <dependency> has recovered
      Then the <breaker> breaker is closed within 5 seconds
      And the service level is "full" within 5 seconds

      Examples: Servers that did not answer
        | dependency   | fault  | breaker  |
        | the database | killed | database |
        | the database | frozen | database |
        | the cache    | killed | cache    |
        | the cache    | frozen | cache    |

@allure.label.epic:Resilience @allure.label.severity:critical
Feature: LLM provider failover
  When the provider of first choice cannot answer, the next one does, so quickly that users hardly
  notice, and without a question being lost. When the first one is well again, it takes over by itself.

  Background:
    Given there are a primary and a secondary provider
    And a provider that sends nothing for 500 milliseconds is given up
    And a failed request is tried 2 times at the same provider
    And providers are not checked without users

  @IN-3 @IF-1
  Rule: Questions go to the first provider that can answer

    Scenario: The provider of first choice answers while it is well
      When a user asks a question
      Then the user has the complete answer of the primary provider
      And the secondary provider has received no request

    Scenario: The user is told which model answered
      When a user asks the model "gpt-5" a question
      Then the answer says that the model "gpt-5" gave it

    Scenario: Another provider answers with a model of its own
      Given the primary provider is failing
      When a user asks the model "gpt-5-mini" a question
      Then the answer says that the model "claude-haiku-4-5" gave it

    Scenario: The third provider answers when the first two cannot
      Given there is a tertiary provider too
      And the primary provider is hanging
      And the secondary provider refuses connections
      When a user asks a question
      Then the user has the complete answer of the tertiary provider

    Scenario: The official client understands a streamed answer
      Given the primary provider is failing
      When a user asks a streamed question with the official client
      Then the user has the complete answer of the secondary provider

  @LF-2
  Rule: Whatever ails the first provider, the user gets a complete answer

    Scenario Outline: Answered by the next when the first <behaviour>
      Given the primary provider <behaviour>
      When a user asks a question
      Then the user has the complete answer of the secondary provider

      Examples: No connection
        | behaviour                    |
        | refuses connections          |
        | resets connections           |
        | cannot be found by name      |
        | shows an expired certificate |

      Examples: No answer
        | behaviour                                 |
        | is failing                                |
        | is overloaded                             |
        | is hanging                                |
        | is slow to start                          |
        | is rate limiting                          |
        | answers with an error page                |
        | answers with an error page and status 200 |
        | stalls before the first token             |
        | is cut short before the first token       |
        | ends before the first token               |
        | sends garbled data                        |
        | reports an error inside the stream        |

      Examples: No complete answer
        | behaviour                                   |
        | answers with nothing                        |
        | stalls half-way                             |
        | is cut short half-way                       |
        | ends early                                  |
        | sends garbled data half-way                 |
        | reports an error inside the stream half-way |

      Examples: No answer until somebody acts
        | behaviour               |
        | is out of quota         |
        | rejects the credentials |

    Scenario Outline: Streamed by the next when the first <behaviour>
      Given the primary provider <behaviour>
      When a user asks a streamed question
      Then the user has the complete answer of the secondary provider

      Examples: No connection
        | behaviour                    |
        | refuses connections          |
        | resets connections           |
        | cannot be found by name      |
        | shows an expired certificate |

      Examples: Nothing before the first token
        | behaviour                                 |
        | is failing                                |
        | is overloaded                             |
        | is hanging                                |
        | is slow to start                          |
        | is rate limiting                          |
        | answers with nothing                      |
        | answers with an error page                |
        | answers with an error page and status 200 |
        | stalls before the first token             |
        | is cut short before the first token       |
        | ends before the first token               |
        | sends garbled data                        |
        | reports an error inside the stream        |

      Examples: No answer until somebody acts
        | behaviour               |
        | is out of quota         |
        | rejects the credentials |

    Scenario Outline: Answered by the third when the second <behaviour>
      Given there is a tertiary provider too
      And the primary provider is failing
      And the secondary provider <behaviour>
      When a user asks a question
      Then the user has the complete answer of the tertiary provider

      Examples: No complete answer, in the other wire format
        | behaviour                                   |
        | answers with nothing                        |
        | stalls half-way                             |
        | is cut short half-way                       |
        | ends early                                  |
        | sends garbled data half-way                 |
        | reports an error inside the stream half-way |

    Scenario: A provider that drips is slow but not out
      Given the primary provider drips
      When a user asks a streamed question
      Then the user has the complete answer of the primary provider

  @LF-2
  Rule: A stream that breaks after its first token is never passed off as complete

    Scenario Outline: The user is told when the provider <behaviour>
      Given the primary provider <behaviour>
      When a user asks a streamed question
      Then the user is told that the answer broke off
      And what the user has read is only the beginning of the primary provider's answer
      And the secondary provider has received no request

      Examples: Ways to break
        | behaviour                                   |
        | stalls half-way                             |
        | is cut short half-way                       |
        | ends early                                  |
        | sends garbled data half-way                 |
        | reports an error inside the stream half-way |

    Scenario: The user is told when the fallback ends early
      Given the primary provider is failing
      And the secondary provider ends early
      When a user asks a streamed question
      Then the user is told that the answer broke off
      And what the user has read is only the beginning of the secondary provider's answer

    Scenario: Asking again is answered by the next provider
      Given the primary provider is cut short half-way
      And Ada's streamed question has broken off
      When Ada asks the same question again
      Then the user has the complete answer of the secondary provider

    Scenario: Other questions still go to the first provider
      Given the primary provider is cut short half-way once
      And Ada's streamed question has broken off
      When Ada asks another question
      Then the user has the complete answer of the primary provider

  @LF-2
  Rule: No question is lost when the provider dies under load
    Forty connections at once to the next provider take their time on a small machine; its silence is judged accordingly.

    Background:
      Given a provider that sends nothing for 2 seconds is given up

    Scenario: Everybody gets a complete answer when the provider dies mid-flight
      Given 40 questions are waiting at the primary provider
      When the primary provider dies
      Then every user has the complete answer of the secondary provider
      And nobody is answered twice

    Scenario: Readers are told and all others are answered
      Given 20 users are reading answers that the primary provider has not finished
      And 20 questions are waiting at the primary provider
      When the primary provider dies
      Then 20 users are told that the answer broke off
      And 20 users have the complete answer of the secondary provider

    Scenario: An answer that comes too late is not passed on
      Given the primary provider answers 200 milliseconds after it was given up
      When a user asks a question
      Then the user has the complete answer of the secondary provider
      And nobody is answered twice

    Scenario: Every question during an outage and the return is answered
      When 60 questions are asked while the primary provider fails and returns
      Then every user has a complete answer

  @LF-1 @PR-1 @alone
  Rule: Switching providers takes less than 5 seconds

    Background:
      Given the production defaults apply

    Scenario Outline: 59 outages in which the provider <behaviour>
      Given 59 services, each with a primary provider of its own that <behaviour>
      When each of them is asked a <kind> question
      Then every first token of the secondary provider comes within 5 seconds
      And every outage ends with the complete answer of the secondary provider

      Examples: Failures that take time to detect
        | behaviour                     | kind     |
        | is hanging                    | streamed |
        | is slow to start              | streamed |
        | stalls before the first token | streamed |
        | is overloaded                 | streamed |
        | stalls half-way               | plain    |

  @LF-3 @CM-1
  Rule: Outage and return are noticed without any user

    Background:
      Given providers are checked every 100 milliseconds
      And the service level rises after 200 milliseconds
      And each provider is guarded by a circuit breaker that
        | opens after        | 3 consecutive failures |
        | tries again after  |       300 milliseconds |
        | then admits trials |                      2 |

    Scenario: An outage is noticed
      When the primary provider begins to fail
      Then the primary breaker is open within 3 seconds
      And the service level is "degraded" within 1 second

    Scenario: The return is noticed
      Given the primary breaker has opened
      When the primary provider recovers
      Then the primary breaker is closed within 3 seconds
      And the service level is "full" within 3 seconds

    Scenario: After the return the first provider answers again
      Given the primary breaker has opened
      And the primary provider has recovered and the service noticed
      When a user asks a question
      Then the user has the complete answer of the primary provider

    Scenario: An outage of both is noticed
      Given the secondary provider is failing
      When the primary provider begins to fail
      Then the service level is "limited" within 4 seconds

  @LF-3
  Rule: Users' questions bring a provider back too

    Background:
      Given each provider is guarded by a circuit breaker that
        | opens after        | 5 consecutive failures |
        | tries again after  |               1 second |
        | then admits trials |                      3 |

    Scenario: The provider that returns takes over again
      Given the primary breaker may be tried again
      And the primary provider has recovered
      When 3 questions are asked one after another
      Then the last answer is the complete answer of the primary provider
      And the primary breaker is closed

    Scenario: A provider that comes and goes costs nobody an answer
      Given the primary provider is failing except for every second request
      When 20 questions are asked one after another
      Then every user has a complete answer

    Scenario: A provider that is still ill costs nobody an answer
      Given the primary breaker may be tried again
      When 10 users ask a question at once
      Then every user has the complete answer of the secondary provider

  @LF-3 @PR-2
  Rule: With the production defaults all is well within 30 seconds of the return

    Background:
      Given the production defaults apply
      And the service has noticed without users that the primary provider is out

    Scenario: The first provider is back in full service
      When the primary provider recovers
      Then the service level is "full" within 30 seconds
      And the primary breaker is closed

  @LF-4
  Rule: A dead provider is left alone and the next is not overrun

    Background:
      Given a provider that sends nothing for 2 seconds is given up

    Scenario: The dead provider receives no more than it takes to know
      Given the primary provider is failing
      And failed requests are not retried
      When 30 questions are asked one after another
      Then the primary provider has received 5 requests
      And every user has the complete answer of the secondary provider

    Scenario: Once the breaker is open nobody waits for the dead provider
      Given the primary breaker has opened
      And the primary provider is hanging
      When a user asks a question
      Then the user has the complete answer of the secondary provider
      And the answer came within 1 second

    Scenario: Whom the next provider has no room for is told so
      Given a provider is asked at most 10 questions at a time
      And the primary breaker has opened
      And the secondary provider drips
      When 50 users ask a question at once
      Then 40 users are told that the assistant is busy and when to try again

    Scenario: Whom the next provider has room for is answered
      Given a provider is asked at most 10 questions at a time
      And the primary breaker has opened
      And the secondary provider drips
      When 50 users ask a question at once
      Then 10 users have the complete answer of the secondary provider

  @CM-4 @LF-2
  Rule: The class of a failure decides what is done about it

    Scenario Outline: <class>: the provider <behaviour>
      Given the primary provider <behaviour>
      When a user asks a question
      Then the primary provider has received <primary> requests
      And the secondary provider has received <secondary> requests
      And the log classifies the failure of the primary provider as "<class>"

      Examples: The next moment may be better: retried, then passed on
        | behaviour             | class     | primary | secondary |
        | is failing            | transient |       2 |         1 |
        | is overloaded         | transient |       2 |         1 |
        | is cut short half-way | transient |       2 |         1 |

      Examples: Not now: passed on
        | behaviour        | class    | primary | secondary |
        | is hanging       | degraded |       1 |         1 |
        | is rate limiting | degraded |       1 |         1 |

      Examples: Not until somebody acts: passed on, and staff are alerted
        | behaviour               | class      | primary | secondary |
        | is out of quota         | persistent |       1 |         1 |
        | rejects the credentials | persistent |       1 |         1 |

      Examples: Not at all: refused
        | behaviour                   | class | primary | secondary |
        | finds the question too long | fatal |       1 |         0 |
        | refuses the content         | fatal |       1 |         0 |

    Scenario Outline: Staff are alerted when the provider <behaviour>
      Given the primary provider <behaviour>
      When 3 questions are asked one after another
      Then the log alerts staff to the primary provider once
      And the primary provider has received 1 request

      Examples: Somebody must act
        | behaviour               |
        | is out of quota         |
        | rejects the credentials |

    Scenario Outline: The user is told what to change: <code>
      Given the primary provider <behaviour>
      When a user asks a question
      Then the user is told "<code>"

      Examples: The user is at fault
        | behaviour                   | code              |
        | finds the question too long | question_too_long |
        | refuses the content         | content_refused   |
        | finds the request invalid   | invalid_request   |

    Scenario: A failure that is retried can end well
      Given the primary provider is failing once
      When a user asks a question
      Then the user has the complete answer of the primary provider
      And the primary provider has received 2 requests

  @LF-2
  Rule: When no provider can answer, the user is told honestly

    Scenario Outline: A <kind> question is refused when both providers are failing
      Given the primary provider is failing
      And the secondary provider is failing
      When a user asks a <kind> question
      Then the user is told that the assistant cannot answer and when to try again
      And the user is told nothing about providers

      Examples: Both ways of asking
        | kind     |
        | plain    |
        | streamed |

    Scenario: Both breakers open: the user is told at once
      Given the primary breaker has opened
      And the secondary breaker has opened
      When a user asks a question
      Then the user is told that the assistant is resting and when to try again
      And the answer came within 1 second

    Scenario: A user in a hurry is told in time
      Given the primary provider is hanging
      When a user asks a question and waits at most 200 milliseconds
      Then the user is told "deadline_exceeded"
      And the secondary provider has received no request

    Scenario: A user who is not signed in is not answered
      When a stranger asks a question
      Then the user is told "not_authenticated"
      And the primary provider has received no request

  @LF-4 @own-process
  Rule: A provider hears when nobody waits for its answer any more

    Scenario Outline: A <kind> question given up by its user ends at the provider
      Given the primary provider drips without an end
      When a user asks a <kind> question and gives up
      Then the primary provider has seen its caller hang up within 1 second
      And the secondary provider has received no request

      Examples: Both ways of asking
        | kind     |
        | plain    |
        | streamed |

    Scenario: A provider that was too slow is hung up on
      Given the primary provider is hanging
      When a user asks a question
      Then the user has the complete answer of the secondary provider
      And the primary provider has seen its caller hang up within 1 second
